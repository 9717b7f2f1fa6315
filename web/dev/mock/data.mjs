// An invented province, its operators, a letter's obligations and targets, for building the screens
// without the program. Numbers and names are made up; addresses are loopback.
export const organisations = [
  { id: "so-khcn", name: "Sở Khoa học và Công nghệ Trường Khê", kind: "regulator", parent: null },
  { id: "song-xanh", name: "Di động Sóng Xanh", kind: "telecom_operator", parent: "so-khcn" },
  { id: "song-xanh-bac", name: "Sóng Xanh – Tổ hạ tầng Bắc", kind: "unit", parent: "song-xanh" },
  { id: "cap-dong", name: "Viễn thông Cáp Đông", kind: "telecom_operator", parent: "so-khcn" },
  { id: "ben-lau", name: "Bưu chính Bến Lau", kind: "postal_operator", parent: "so-khcn" },
  { id: "ben-lau-cho", name: "Bưu cục Chợ Huyện", kind: "unit", parent: "ben-lau" },
];
const telecom = ["song-xanh", "cap-dong"];
const post = ["ben-lau", "ben-lau-cho"];
const everyone = ["song-xanh", "song-xanh-bac", "cap-dong", "ben-lau", "ben-lau-cho"];
const due = (day) => `2027-${day}T17:00:00.000Z`;

export const obligations = [
  { id: "quan-triet", sector: null, due: due("01-19"), owners: everyone, modality: "must", title: "Quán triệt, triển khai văn bản đến các đơn vị trực thuộc", quote: "Đề nghị lãnh đạo các đơn vị quan tâm triển khai thực hiện nội dung Công văn này đến toàn thể các bộ phận, đơn vị trực thuộc." },
  { id: "ra-soat-thiet-bi", sector: "telecom", due: due("01-27"), owners: ["song-xanh", "song-xanh-bac", "cap-dong"], modality: "must", title: "Rà soát, đo thử, bảo dưỡng hệ thống thiết bị, đường truyền", quote: "Tổ chức rà soát, kiểm tra đo thử, bảo dưỡng các hệ thống thiết bị, đường truyền bảo đảm cho mạng lưới hoạt động thông suốt." },
  { id: "phuong-an-ung-cuu", sector: "telecom", due: due("01-24"), owners: telecom, modality: "must", title: "Xây dựng phương án ứng cứu sự cố, nghẽn mạng", quote: "Xây dựng các phương án ứng cứu tình huống, sự cố bất thường gây tắc nghẽn các mạng dịch vụ viễn thông, internet, dịch vụ di động cũng như cố định." },
  { id: "thong-suot-mang", sector: "telecom", due: null, owners: telecom, modality: "must", title: "Bảo đảm mạng lưới thông suốt 24/24", quote: "Bảo đảm an toàn mạng lưới và an ninh thông tin thông suốt 24/24 trong dịp Tết Nguyên đán Đinh Mùi năm 2027 trên địa bàn toàn tỉnh." },
  { id: "chat-luong-dich-vu", sector: "telecom", due: null, owners: telecom, modality: "must", title: "Bảo đảm chất lượng dịch vụ trước và trong Tết", quote: "Có biện pháp chắc chắn bảo đảm chất lượng dịch vụ trong thời gian trước và trong Tết Nguyên đán." },
  { id: "khuyen-mai", sector: "telecom", due: null, owners: ["song-xanh"], modality: "must_not", condition: { quote: "nếu không có biện pháp chắc chắn bảo đảm chất lượng dịch vụ" }, title: "Không khuyến mại nếu chưa bảo đảm được chất lượng", quote: "Các doanh nghiệp thông tin di động không thực hiện việc khuyến mại nếu không có biện pháp chắc chắn bảo đảm chất lượng dịch vụ." },
  { id: "cong-thong-tin", sector: "telecom", due: null, owners: ["cap-dong", "ben-lau"], modality: "must", title: "Giữ cổng, trang thông tin điện tử hoạt động", quote: "Bảo đảm các cổng, trang thông tin điện tử hoạt động liên tục, chứng thư số còn hiệu lực." },
  { id: "truc-24", sector: null, due: due("02-03"), owners: everyone, modality: "must", title: "Phổ biến tình huống cho các ca trực", quote: "Bố trí cán bộ trực 24/24, mỗi ca trực nắm được tình huống ứng phó và đầu mối liên lạc." },
  { id: "kiem-soat-buu-gui", sector: "post", due: due("01-31"), owners: post, modality: "must", title: "Kiểm tra, kiểm soát khai thác dịch vụ bưu chính", quote: "Tăng cường việc kiểm tra, kiểm soát chặt chẽ hoạt động khai thác các dịch vụ bưu chính, chuyển phát." },
  { id: "gio-mo-cua", sector: "post", due: due("02-09"), owners: post, modality: "must", title: "Bảo đảm thời gian mở, đóng cửa điểm giao dịch", quote: "Bảo đảm thời gian mở, đóng cửa tại các điểm giao dịch theo quy định." },
  { id: "bao-cao-ket-qua", sector: null, due: due("02-19"), owners: ["song-xanh", "cap-dong", "ben-lau"], modality: "must", title: "Báo cáo kết quả triển khai thực hiện", quote: "Báo cáo kết quả triển khai thực hiện về Sở Khoa học và Công nghệ trước ngày 20/02/2027." },
];

export const targets = [
  { id: "sx-core", owner: "song-xanh", kind: "tcp", address: "127.0.10.1:7001", every_s: 1, obligation: "thong-suot-mang", check: "availability" },
  { id: "sx-dns", owner: "song-xanh", kind: "dns", address: "127.0.10.2:5353", every_s: 5, obligation: "thong-suot-mang", check: "availability" },
  { id: "sx-app", owner: "song-xanh", kind: "http", address: "http://127.0.10.3:8080/", every_s: 5, obligation: "chat-luong-dich-vu", check: "quality" },
  { id: "cd-core", owner: "cap-dong", kind: "tcp", address: "127.0.20.1:7001", every_s: 1, obligation: "thong-suot-mang", check: "availability" },
  { id: "cd-portal", owner: "cap-dong", kind: "https", address: "https://127.0.20.2:8443/", every_s: 5, obligation: "cong-thong-tin", check: "quality" },
  { id: "cd-line", owner: "cap-dong", kind: "icmp", address: "127.0.20.3", every_s: 1, obligation: "chat-luong-dich-vu", check: "quality" },
  { id: "bl-portal", owner: "ben-lau", kind: "http", address: "http://127.0.30.1:8080/", every_s: 5, obligation: "cong-thong-tin", check: "availability" },
];

export const accounts = [
  { login: "truc.so", password: "giao-thua-2027", name: "Nguyễn Thị Trực", role: "regulator_desk", organisation: "so-khcn" },
  { login: "song.xanh", password: "giao-thua-2027", name: "Trần Văn Sóng", role: "operator_manager", organisation: "song-xanh" },
  { login: "cap.dong", password: "giao-thua-2027", name: "Lê Thị Đông", role: "operator_manager", organisation: "cap-dong" },
  { login: "quan.tri", password: "giao-thua-2027", name: "Hoàng Văn Quản", role: "administrator", organisation: "so-khcn" },
  { login: "kiem.tra", password: "giao-thua-2027", name: "Đặng Kiểm", role: "auditor", organisation: "so-khcn" },
  { login: "ben.lau.cho", password: "giao-thua-2027", name: "Phạm Thị Bưu", role: "unit_staff", organisation: "ben-lau-cho" },
];

export const campaign = {
  id: "tet-2027",
  title: "Bảo đảm thông tin liên lạc Tết Nguyên đán Đinh Mùi 2027",
  digest: "5f6f2c9d0c8b8f5b7f6f2c9d0c8b8f5b7f6f2c9d0c8b8f5b7f6f2c9d0c8b8f5b",
  from: "2027-01-14T17:00:00.000Z",
  to: "2027-02-20T17:00:00.000Z",
  zone: "Asia/Ho_Chi_Minh",
  phases: [
    { id: "chuan-bi", title: "Chuẩn bị", from: "2027-01-14T17:00:00.000Z", to: "2027-01-31T17:00:00.000Z" },
    { id: "cao-diem", title: "Cao điểm", from: "2027-01-31T17:00:00.000Z", to: "2027-02-10T17:00:00.000Z" },
    { id: "tong-ket", title: "Tổng kết", from: "2027-02-10T17:00:00.000Z", to: "2027-02-20T17:00:00.000Z" },
  ],
  critical: [
    { id: "giao-thua", title: "Giờ trọng điểm Giao thừa", from: "2027-02-05T13:00:00.000Z", to: "2027-02-05T19:00:00.000Z" },
    { id: "ram-thang-gieng", title: "Rằm tháng Giêng", from: "2027-02-19T11:00:00.000Z", to: "2027-02-19T16:00:00.000Z" },
  ],
  freeze: [{ id: "dong-mang", title: "Không thay đổi mạng", from: "2027-02-03T17:00:00.000Z", to: "2027-02-08T17:00:00.000Z" }],
  giao_thua: "2027-02-05T17:00:00.000Z",
  lunar: { text: "mùng 1 tháng Giêng năm Đinh Mùi", year_name: "Đinh Mùi" },
  directive: { number: "112/SKHCN-BCVT", issued: "2027-01-15", issuer: "Sở Khoa học và Công nghệ tỉnh Trường Khê", subject: "V/v bảo đảm thông tin liên lạc dịp Tết Nguyên đán Đinh Mùi năm 2027" },
};

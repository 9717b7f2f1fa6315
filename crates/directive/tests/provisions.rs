//! What is asked of whom: forms of provisions, each with what must be read out of it.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::Taking;
use directive::{Letter, Modality, read};

fn read_text(text: &str) -> Letter {
    read(text.as_bytes(), &Taking::default()).unwrap()
}

/// A letter of a department to two kinds of operators.
fn letter(body: &str) -> Letter {
    read_text(&format!(
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 12/SKHCN-VT\nSơn Hải, ngày 20 tháng 01 năm 2027\n\n\
         Kính gửi: Các doanh nghiệp viễn thông; Bưu điện tỉnh\n\n{body}\n"
    ))
}

fn quotes(letter: &Letter) -> Vec<&str> {
    letter.obligations.iter().map(|obligation| obligation.quote.as_str()).collect()
}

#[test]
fn names_are_parted_where_each_is_full_and_kept_where_one_leans_on_the_other() {
    for (line, names) in [
        ("Bưu điện tỉnh, các doanh nghiệp viễn thông", vec!["Bưu điện tỉnh", "các doanh nghiệp viễn thông"]),
        ("VNPT, Viettel, MobiFone, Phòng BCVT", vec!["VNPT", "Viettel", "MobiFone", "Phòng BCVT"]),
        ("Các sở, ban, ngành", vec!["Các sở, ban, ngành"]),
        ("Các doanh nghiệp viễn thông, Internet", vec!["Các doanh nghiệp viễn thông, Internet"]),
        ("Sở Văn hóa, Thể thao và Du lịch", vec!["Sở Văn hóa, Thể thao và Du lịch"]),
        ("UBND các huyện, thị xã, thành phố", vec!["UBND các huyện, thị xã, thành phố"]),
        ("Các phòng: BCVT, CNTT", vec!["Các phòng: BCVT, CNTT"]),
    ] {
        let letter = read_text(&format!("Kính gửi: {line}\n\nĐề nghị các đơn vị báo cáo.\n"));
        assert_eq!(letter.addressees, names);
    }
    let both = read_text(
        "Kính gửi: Viễn thông Sơn Hải\nĐồng kính gửi: Công an tỉnh\n\nĐề nghị các đơn vị báo cáo.\n",
    );
    assert_eq!(both.addressees, ["Viễn thông Sơn Hải", "Công an tỉnh"]);
}

#[test]
fn whom_a_sentence_means_is_its_subject_or_the_heading_or_the_letters_addressees() {
    let letter = letter(
        "Sở yêu cầu:\n\n1. Bưu điện tỉnh: Mở thêm bưu cục. Niêm yết giờ mở cửa.\n\
         2. Các doanh nghiệp viễn thông\na) Thủ trưởng các doanh nghiệp ký cam kết.\nb) Đo kiểm chất lượng dịch vụ.\n\
         c) Yêu cầu đại lý gỡ biển quảng cáo.\n3. Gửi báo cáo về Sở.",
    );
    let who: Vec<String> =
        letter.obligations.iter().map(|obligation| obligation.addressees.join("; ")).collect();
    assert_eq!(
        who,
        [
            "Bưu điện tỉnh",
            "Bưu điện tỉnh",
            "Thủ trưởng các doanh nghiệp",
            "Các doanh nghiệp viễn thông",
            "Các doanh nghiệp viễn thông",
            "Các doanh nghiệp viễn thông; Bưu điện tỉnh",
        ]
    );
    assert_eq!(letter.obligations[0].quote, "Mở thêm bưu cục.");
}

#[test]
fn a_prohibition_has_the_condition_that_lifts_or_brings_it() {
    let letter = letter(
        "Sở yêu cầu:\n- Không cắt chuyển mạng nếu chưa được Sở đồng ý.\n- Chỉ được đào đường khi có người giám sát.\n\
         - Tuyệt đối không trèo cột khi gió trên cấp 6.\n\
         - Doanh nghiệp nào chưa gửi phương án thì không chạy khuyến mại.\n\
         - Không ngừng nâng cao chất lượng dịch vụ.\n- Việc dừng kênh phải được Sở thống nhất trước.",
    );
    let read: Vec<(Modality, Option<&str>)> = letter
        .obligations
        .iter()
        .map(|obligation| {
            (obligation.modality, obligation.condition.as_ref().map(|passage| passage.quote.as_str()))
        })
        .collect();
    assert_eq!(
        read,
        [
            (Modality::MustNot, Some("nếu chưa được Sở đồng ý")),
            (Modality::MustNot, Some("khi có người giám sát")),
            (Modality::MustNot, Some("khi gió trên cấp 6")),
            (Modality::MustNot, Some("chưa gửi phương án")),
            (Modality::Must, None),
            (Modality::Must, None),
        ]
    );
}

#[test]
fn a_ban_at_the_head_of_a_list_forbids_each_of_its_items() {
    let letter = letter("Sở yêu cầu:\n1. Cấm:\n- rời vị trí trực;\n- mang thiết bị cá nhân vào phòng máy.");
    assert!(letter.obligations.iter().all(|obligation| obligation.modality == Modality::MustNot));
    assert_eq!(quotes(&letter), ["rời vị trí trực;", "mang thiết bị cá nhân vào phòng máy."]);
}

#[test]
fn a_clause_behind_a_semicolon_stands_alone_where_it_forbids_or_has_its_own_subject() {
    let letter = letter(
        "Sở yêu cầu:\n1. Kiểm tra thuê bao; nghiêm cấm bán SIM kích hoạt sẵn.\n\
         2. Giao Phòng Viễn thông theo dõi; Thanh tra Sở kiểm tra đột xuất.\n\
         3. Kiểm tra nhà trạm; bố trí máy nổ; không để gián đoạn.",
    );
    assert_eq!(
        quotes(&letter),
        [
            "Kiểm tra thuê bao;",
            "nghiêm cấm bán SIM kích hoạt sẵn.",
            "Giao Phòng Viễn thông theo dõi;",
            "Thanh tra Sở kiểm tra đột xuất.",
            "Kiểm tra nhà trạm; bố trí máy nổ; không để gián đoạn.",
        ]
    );
}

#[test]
fn what_only_dates_or_lists_a_point_belongs_to_it() {
    let letter = letter(
        "Sở yêu cầu:\n1. Rà soát thuê bao trả trước. Thời hạn: trước ngày 05/02/2027.\n\
         2. Báo cáo về Sở trước ngày 20/02/2027. Nội dung gồm:\n+ Số trạm đã gia cố;\n+ Danh sách đội ứng cứu.",
    );
    assert_eq!(letter.obligations.len(), 2);
    assert_eq!(letter.obligations[0].deadlines, [0]);
    assert!(letter.obligations[1].quote.ends_with("Danh sách đội ứng cứu."));
}

#[test]
fn goals_history_permission_and_what_the_sender_does_are_asked_of_nobody() {
    let letter = letter(
        "Thời gian qua, một số đơn vị chưa chấp hành nghiêm chế độ báo cáo. Đoàn kiểm tra phát hiện 12 trạm hỏng.\n\n\
         Sở đề nghị:\n\nI. MỤC ĐÍCH, YÊU CẦU\n- Bảo đảm thông tin thông suốt.\n\nII. NHIỆM VỤ\n\
         1. Các doanh nghiệp kiểm tra nhà trạm.\n2. Sở sẽ kiểm tra đột xuất.\n\
         3. Khuyến khích các doanh nghiệp miễn cước.\n4. Các doanh nghiệp được sử dụng hạ tầng dùng chung.\n\n\
         Sở trân trọng đề nghị các đơn vị quan tâm.",
    );
    assert_eq!(quotes(&letter), ["Các doanh nghiệp kiểm tra nhà trạm."]);
}

#[test]
fn a_form_to_fill_in_and_word_to_be_known_ask_nothing() {
    let letter = letter(
        "Sở đề nghị các đơn vị:\n- Thông báo để nhân dân biết, chủ động phòng tránh.\n\nMẫu báo cáo:\n\
         1. Kiến nghị: ..............\n\nVăn phòng Sở thông báo để các đơn vị biết, thực hiện.",
    );
    assert_eq!(quotes(&letter), ["Thông báo để nhân dân biết, chủ động phòng tránh."]);
}

#[test]
fn an_operators_reply_asserts_and_asks_only_where_it_says_so() {
    let letter = read_text(
        "CÔNG TY CỔ PHẦN VIỄN THÔNG SAO MAI\nSố: 31/BC-SM\nSơn Hải, ngày 18 tháng 3 năm 2026\n\n\
         Kính gửi: Sở Khoa học và Công nghệ\n\nCông ty báo cáo kết quả như sau:\n\
         1. Bố trí 02 xe phát sóng lưu động, trực 24/24 giờ.\n\
         2. Trước ngày 30/3, Công ty hoàn thành ngầm hóa tuyến cáp.\n\
         Công ty kính đề nghị Quý Sở:\n- Hướng dẫn thủ tục dừng xe trước ngày 25/3/2026.\n",
    );
    assert_eq!(quotes(&letter), ["Hướng dẫn thủ tục dừng xe trước ngày 25/3/2026."]);
    assert_eq!(letter.deadlines.len(), 1);
}

#[test]
fn new_wording_between_quotation_marks_is_the_obligation() {
    let letter = letter(
        "Sở điều chỉnh như sau:\n\n1. Sửa đổi điểm b khoản 2 như sau: “b) Mỗi doanh nghiệp bố trí 02 xe phát sóng”.\n\
         2. Bãi bỏ điểm d khoản 2.",
    );
    assert_eq!(quotes(&letter), ["Mỗi doanh nghiệp bố trí 02 xe phát sóng"]);
    assert_eq!(letter.obligations[0].addressees, ["Mỗi doanh nghiệp"]);
}

#[test]
fn a_table_of_tasks_charges_somebody_with_each_row_and_one_of_figures_nobody() {
    let tasks = letter(
        "Sở giao nhiệm vụ:\n\nTT\tNhiệm vụ\tChủ trì\tThời hạn\n1\tPhủ sóng sân bay\tViettel Sơn Hải\tTrước 30/6/2027\n\
         2\tMở bưu cục lưu động\tBưu điện tỉnh\t15/7/2027",
    );
    let who: Vec<&[String]> =
        tasks.obligations.iter().map(|obligation| obligation.addressees.as_slice()).collect();
    assert_eq!(who, [["Viettel Sơn Hải"], ["Bưu điện tỉnh"]]);
    assert_eq!(tasks.deadlines.len(), 2);
    assert!(tasks.obligations[0].quote.starts_with("Phủ sóng"));
    let figures = letter(
        "Sở thông báo số máy trực:\n\nTT\tĐơn vị\tSố máy\n1\tViettel\t0200 3000 001\n2\tVNPT\t0200 3000 002",
    );
    assert!(figures.obligations.is_empty());
    assert_eq!(figures.contacts.len(), 2);
}

#[test]
fn a_sentence_goes_on_over_page_numbers_and_running_heads() {
    let letter = letter(
        "Sở yêu cầu:\n1. Bảo vệ an toàn kho tàng của các cơ quan Đảng, Nhà\n    2\nSỞ KHCN - Công văn số 12/SKHCN-VT\n\n\
         nước, không để mất mát.\n2. Báo cáo về Sở.\n    3\nSỞ KHCN - Công văn số 12/SKHCN-VT\n\nTrân trọng./.",
    );
    assert_eq!(letter.obligations.len(), 2);
    assert!(letter.obligations[0].quote.ends_with("nước, không để mất mát."));
    assert!(letter.complete);
}

#[test]
fn a_missing_page_cuts_the_letter_where_it_is_missing() {
    let text = "Sở yêu cầu:\n1. Kiểm tra nhà trạm tại\nTrang 1/3\n\nTrang 3/3\nthôn, bản trước ngày bầu cử.\n2. Báo cáo về Sở./.";
    let letter = letter(text);
    assert!(!letter.complete);
    let cut = letter.cut_at.unwrap();
    assert_eq!(letter.obligations[0].quote, "Kiểm tra nhà trạm tại");
    assert!(letter.obligations[0].span[1] < cut && cut < letter.obligations[1].span[0]);
}

#[test]
fn document_numbers_are_read_over_breaks_and_odd_dashes() {
    let letter = letter(
        "Thực hiện Công văn số 1733/UBND-\nVX2 ngày 10/01/2027, Kế hoạch số 22/KH–UBND và Công văn số 3478 /BTTTT-VP, \
         văn bản 1985/EVN-KTSX+AT, Sở đề nghị các đơn vị báo cáo.",
    );
    let numbers: Vec<&str> = letter.citations.iter().filter_map(|cited| cited.number.as_deref()).collect();
    assert_eq!(numbers, ["1733/UBND-VX2", "22/KH-UBND", "3478/BTTTT-VP", "1985/EVN-KTSX+AT"]);
}

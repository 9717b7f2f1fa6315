# The screens. Vietnamese is written first; English follows it.

## Frame
nav = Các trang
nav-situation = Tình hình
nav-journal = Sổ chứng cứ
nav-network = Mạng lưới
nav-reports = Báo cáo
nav-disclosed = Điều gì được gửi lên
signing-open-page = Trước khi ký: xem điều gì đã chứng minh, điều gì chỉ là lời khai, điều gì đã thay đổi
sources-title = Hệ thống nguồn
sheet-title = Kiểm tra từ bảng tính
signing = Trước khi ký
skip = Đến nội dung chính
sign-in = Đăng nhập
sign-out = Đăng xuất
login = Tên đăng nhập
password = Mật khẩu
door-line = Mỗi nhiệm vụ trong văn bản chỉ đạo, chứng minh bằng chứng cứ.
door-promise = Chưa có chứng cứ thì không bao giờ hiện là đạt; lời tự khai không bao giờ trông giống số đo.
theme-light = Nền sáng
theme-dark = Nền tối
writing = Đang gửi lên máy chủ, chờ trả lời…
retry = Thử lại
page-not-come = Trang này chưa tải về được: mất mạng, hoặc nút vừa được nâng cấp.
cancel = Đóng
note = Ghi chú
contact-lost = Mất liên lạc từ { $since }. Bảng dưới đây là những gì biết được đến lúc đó; đang nối lại.
absent-title = Không có trang này
absent-text = Địa chỉ không dẫn đến trang nào.
role-regulator_desk = Trực bàn cơ quan quản lý
role-regulator_head = Lãnh đạo cơ quan quản lý
role-operator_manager = Phụ trách đơn vị
role-duty_officer = Cán bộ trực
role-unit_staff = Cán bộ đơn vị trực thuộc
role-signer = Người ký
role-auditor = Kiểm soát viên
role-machine = Máy
role-administrator = Quản trị

## When the answer is no
problem-network = Không nối được tới máy chủ.
problem-timeout = Máy chủ trả lời quá chậm.
problem-bad_credentials = Tên đăng nhập hoặc mật khẩu không đúng.
problem-throttled = Thử quá nhiều lần; hãy đợi một lát.
problem-too_many_streams = Tài khoản này đã mở đủ số trang trực tiếp cho phép; hãy đóng bớt một trang.
problem-denied = Vai trò của bạn không được làm việc này.
problem-not_found = Không có, hoặc không thuộc phạm vi của bạn.
problem-method_not_allowed = Địa chỉ này không nhận phương thức đã gửi.
problem-digest-differs = Tệp trên máy chủ không trùng với tệp đã chọn; hãy gửi lại.
problem-not_signed_in = Phiên làm việc đã hết; hãy đăng nhập lại.
problem-unproven = Yêu cầu không chứng minh được là đến từ hệ thống nguồn của nút này.
problem-bundle_in_the_making = Đang lập hồ sơ cho đơn vị của bạn; hãy thử lại khi xong.
problem-csrf = Phiên làm việc đã đổi; hãy tải lại trang rồi làm lại.
problem-bad_request = Máy chủ không hiểu yêu cầu này.
problem-bad_field = Có chỗ chưa đúng:
problem-conflict = Mã này đã dùng cho nội dung khác.
problem-key_reused = Khóa của yêu cầu này đã dùng cho yêu cầu khác.
problem-carried_out = Việc này đã được thực hiện nhưng mất câu trả lời; hãy xem kết quả đang có trước khi gửi lại.
problem-being_carried_out = Yêu cầu này đang được thực hiện; hãy thử lại sau giây lát.
problem-too_large = Nội dung gửi lên lớn quá mức cho phép.
problem-too_slow = Nội dung gửi lên đến quá chậm; hãy gửi lại khi mạng tốt hơn.
problem-unsupported = Không nhận loại nội dung này.
problem-unavailable = Chưa ghi được: ổ dữ liệu của nút không ghi được. Không mất gì, hãy thử lại.
problem-unreadable = Không có câu trả lời: không đọc được dữ liệu của nút.
problem-internal = Máy chủ gặp lỗi, chưa trả lời được.
problem-unnamed = Không thực hiện được (mã { $status }).

## Account
nav-account = Tài khoản
sign-in-code = Mã trên điện thoại
sign-in-code-note = Sáu chữ số của ứng dụng xác thực, hoặc một mã dự phòng.
invitation = Nhận lời mời
invitation-have = Tôi có mã mời
invitation-code = Mã mời
invitation-send = Đặt mật khẩu
invitation-accepted = Đã đặt mật khẩu; mời đăng nhập.
account-new = Mật khẩu mới
account-rule = Ít nhất 12 ký tự, ký tự gì cũng được; không dùng mật khẩu phổ biến hay tên của mình. Một câu ngắn là tốt.
problem-code_required = Cần mã trên điện thoại.
problem-bad_code = Mã không có giá trị: sai, quá hạn hoặc đã dùng.
account-fault-password = Mật khẩu hiện tại không đúng.
account-fault-new = Mật khẩu mới quá ngắn, quá dài hoặc quá dễ đoán.
account-fault-code = Mã không có giá trị: sai, quá hạn hoặc đã dùng.

## Situation
masthead = Thời điểm trong đợt bảo đảm
until-giao-thua = Còn đến Giao thừa
since-giao-thua = Đã qua Giao thừa

now = Bây giờ
board-at = Bảng lúc
phase = Giai đoạn
phase-none = ngoài các giai đoạn
critical = Giờ trọng điểm
critical-none = không còn
until = đến { $time }
from = từ { $time }
since = từ { $time }
ruler = Thước thời gian của đợt
weekday-0 = Chủ nhật
weekday-1 = thứ Hai
weekday-2 = thứ Ba
weekday-3 = thứ Tư
weekday-4 = thứ Năm
weekday-5 = thứ Sáu
weekday-6 = thứ Bảy
counts = Số nhiệm vụ theo trạng thái
filters = Lọc
filter-text = Tìm trong nhiệm vụ, lý do
filter-every-organisation = Mọi đơn vị
filter-every-sector = Mọi lĩnh vực
filter-clear = Bỏ lọc
sector = Lĩnh vực
sector-telecom = Viễn thông
sector-post = Bưu chính
sector-information_security = An toàn thông tin
sector-press = Báo chí, phát thanh, truyền hình
matrix = Nhiệm vụ theo đơn vị
matrix-none = Không có nhiệm vụ nào khớp.
show-more = Hiện thêm ({ $rest })
cell-not-owed = không giao cho đơn vị này
reading-empty = Đưa chuột hoặc di chuyển bằng phím mũi tên đến một ô để đọc lý do.
next-change = tự đổi lúc { $time } nếu không có gì mới
promised = đã nhận, đang xử lý đến { $time }
explained = { $count } giải trình
wall-open = Bảng treo tường
wall-leave = Rời bảng treo tường
wall-wanting = Cần người xử lý
wall-more = và { $count } ô nữa

## Looking back
past-open = Xem bảng tại một thời điểm…
past-at = Bảng lúc (giờ Việt Nam, +07:00)
past-known = Với những gì biết đến
past-known-all = bây giờ (mọi điều đã ghi)
past-pin = Ghim vị trí sổ hiện tại
past-pin-at = vị trí ghim lúc { $time }
past-ask = Xem
past-leave = Về hiện tại
past-change = Đổi thời điểm
banner-at = Bảng lúc { $time }
banner-now = Bảng lúc này
banner-known = biết đến { $position }
banner-known-all = biết đến hiện tại
banner-not-live = Không cập nhật trực tiếp.
position = { $count } mục trong { $logs } sổ

## Obligation
obligation = Nhiệm vụ
organisation = Đơn vị
directive = Văn bản chỉ đạo
due = Hạn
due-short = hạn { $solar }
due-whole-period = suốt đợt
modality-must = phải làm
modality-must_not = không được làm
figure = Số liệu
targets = Điểm đo
entry-number = mục số { $index }
held = Xảy ra
held-since = từ { $from }, còn tiếp diễn
recorded = Ghi sổ
not-understood = phiên bản này không hiểu loại mục này; không dùng để kết luận
digest-only = chỉ có mã băm, tệp gốc do đơn vị giữ
open-file = mở tệp
days-count = { $count } ngày

## Facts
word-true = có
word-false = không
word-up = thông
word-down = đứt
word-unknown = chưa rõ
word-excluded = loại khỏi phép đo
word-pass = đạt
word-fail = không đạt

## Forms
sending = Đang ghi sổ…
file-choose = Chọn tệp
file-choose-other = Chọn tệp khác
file-none = chưa chọn tệp nào

## Target
target = Điểm đo

## Journal
grade = Mức tin cậy
facts = Dữ kiện
commitments = Cam kết
leaf = Mã lá
checkpoint = Mốc niêm sổ đã ký:

## Words of reasons, beside those of the vocabulary

kind-dispute_opened = Khiếu nại số liệu
kind-dispute_answered = Trả lời khiếu nại
kind-dispute_decided = Quyết định khiếu nại
problem-under_dispute = Dữ liệu đang bị khiếu nại; chỉ xóa được sau khi có quyết định.
disputes = Khiếu nại số liệu
disputes-open-page = Khiếu nại số liệu: đang mở, đã trả lời, đã quyết định

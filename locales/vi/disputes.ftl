# Dossier and disputes.

dossier-download = Tải hồ sơ của kết luận này (.zip)

disputes-lead = Khiếu nại một số liệu mở ở trang nhiệm vụ, cạnh số liệu đó. Dữ liệu đang bị khiếu nại không bị xóa.
disputes-state = Trạng thái
disputes-every = Mọi trạng thái
disputes-none = Không có khiếu nại nào.
dispute-open = Chờ trả lời
dispute-overdue = Quá hạn trả lời
dispute-answered = Đã trả lời, chờ quyết định
dispute-decided = Đã quyết định
dispute-due = Hạn trả lời { $time }
dispute-about = { $count } mục chứng cứ
dispute-held = đang giữ dữ liệu
dispute-claim = Khiếu nại
dispute-answer = Trả lời
dispute-document = tài liệu kèm
dispute-minutes = Biên bản (.docx)
dispute-minutes-pdf = Biên bản (.pdf)
dispute-answer-open = Trả lời
dispute-decide-open = Quyết định
dispute-answer-text = Trả lời, với căn cứ
dispute-ruling = Kết luận
dispute-reason = Lý do
dispute-send = Ghi vào sổ
dispute-open-form = Khiếu nại số liệu này
dispute-claim-text = Số liệu không đúng ở điểm nào?
dispute-whole = Cả kết luận
dispute-reply-due = Hạn trả lời (giờ Việt Nam)
dispute-note = Chứng cứ của kết luận này được giữ lại cho đến khi có quyết định.
dispute-open-send = Gửi khiếu nại
ruling-upheld = Khiếu nại đúng
ruling-partly = Đúng một phần
ruling-rejected = Giữ nguyên số liệu

# Reports.

reports-lead = Báo cáo kết quả thực hiện theo thể thức văn bản hành chính; số, ký hiệu và chữ ký để trống cho văn thư và người ký.
reports-at = Tính đến (giờ Việt Nam)
reports-at-empty = Để trống: tính đến bây giờ.
reports-docx = Tải .docx
reports-pdf = Tải .pdf
reports-xlsx = Tải số liệu (.xlsx)
reports-zip = Tải trọn gói có chứng cứ (.zip)
reports-making = Đang lập…
reports-done = Đã tải { $name }.
reports-note = Mỗi số liệu trong báo cáo dẫn đến số mục trong sổ chứng cứ. Trọn gói gồm báo cáo .docx, phụ lục số liệu .xlsx và các sổ; giải nén rồi chạy “thongsuot verify” là kiểm tra được, không cần máy chủ này.

reports-copy = Gửi nhanh qua tin nhắn
reports-copy-text = Sao chép chữ
reports-copy-picture = Sao chép ảnh
reports-copied-text = Đã sao chép chữ.
reports-copied-picture = Đã sao chép ảnh.
reports-copy-by-hand = Trình duyệt không cho sao chép thẳng; văn bản đã được chọn sẵn, hãy bấm Ctrl-C.
reports-copy-saved = Trình duyệt không cho sao chép ảnh; ảnh đã được tải về: { $name }.
reports-copy-label = Nội dung để sao chép
reports-calendar = Lịch các hạn (.ics)
reports-calendar-note = Mở tệp lịch bằng ứng dụng lịch của điện thoại hoặc máy tính; trong lịch không có tên người.

reports-paper = Văn bản
reports-paper-results = Báo cáo kết quả
reports-paper-situation = Báo cáo nhanh
reports-paper-upward = Báo cáo tổng hợp lên cấp trên
reports-paper-direction = Công văn chỉ đạo
reports-paper-plan = Phương án bảo đảm
reports-paper-assignment = Thông báo phân công
reports-paper-minutes = Biên bản đối chiếu
reports-about-results = Từng nhiệm vụ của từng đơn vị với số liệu, chứng cứ và giải trình.
reports-about-situation = Ngắn: đang thế nào, đổi gì từ báo cáo nhanh đã lưu gần nhất, việc gì cần xử lý.
reports-about-upward = Gửi nơi ban hành văn bản mà đợt thực hiện; mỗi đơn vị một phần, phần còn thiếu đứng trước.
reports-about-direction = Giao nhiệm vụ cho các đơn vị theo lời văn bản gốc, kèm hạn và cách chứng minh.
reports-about-plan = Nhiệm vụ, thời gian, phân công, chế độ báo cáo; phần biện pháp và lịch trực để đơn vị tự điền.
reports-about-assignment = Ai thực hiện nhiệm vụ nào của đơn vị mình, đến khi nào; nhiệm vụ nào chưa giao.
reports-about-minutes = Trạng thái từng nhiệm vụ theo sổ để các bên cùng xem, ghi ý kiến và ký.

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

# Before signing.

kind-report_drafted = Lập dự thảo báo cáo
kind-report_attested = Ký xác nhận báo cáo
upward-draft_report = Lập dự thảo báo cáo
upward-attest_report = Ký xác nhận báo cáo

signing-lead = Những gì báo cáo sẽ nói, để người ký biết mình đứng tên cho điều gì.
signing-at = Tính đến { $time }.
signing-again = Tính lại
signing-asserted_only = Chỉ có lời tự khai
signing-late = Dựa trên chứng cứ ghi bổ sung sau hạn
signing-well = Không có mục nào cần xem lại.
signing-cut = Danh sách quá dài, chỉ hiện phần đầu.

signing-changes = Thay đổi từ dự thảo gần nhất
signing-no-draft = Chưa có dự thảo nào để so sánh.
signing-against = So với dự thảo tính đến { $time } do { $by } lập.
signing-unchanged = Không trạng thái nào đổi.
signing-absent = không có
signing-then = thành
signing-numbers = { $count } mục có số liệu khác trước

signing-left = Không tính vào số liệu, và ai loại
signing-left-none = Không có gì bị loại.
signing-left-what = Phần không tính
signing-left-when = Thời gian
signing-left-by = Ai, vì sao
signing-left-probes_excluded = Lần đo loại khỏi phép đo
signing-left-probes_own_late = Lần đo chậm do máy đo
signing-left-target_excluded = Ngừng đo theo chủ định
signing-left-withdrawn = Kết quả đo bị rút
signing-left-waived = Nhiệm vụ được miễn

signing-disputes = Khiếu nại chưa có quyết định

signing-drafts = Dự thảo và chữ ký
signing-draft = Lập dự thảo
signing-drafted = Dự thảo tính đến { $time }
signing-none = Chưa có dự thảo nào.
signing-open = Tải dự thảo (.docx)
signing-signed = { $name } đã ký xác nhận lúc { $time }.
signing-sign = Ký dự thảo tính đến { $time }
signing-stale = Từ khi lập dự thảo này, bảng tình hình đã thay đổi; nên lập dự thảo mới rồi ký.
signing-signs-as = Bạn ký với tư cách:
signing-name = Người ký
signing-sure = Tôi đã đọc dự thảo và đứng tên cho những số liệu trong đó.
signing-send = Ký xác nhận
signing-what = Sổ chứng cứ ghi dấu của văn bản, vị trí các sổ khi lập và các con số đã hiện; họ tên người ký chỉ ghi dấu niêm.

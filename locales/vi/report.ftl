# The report: an official BÁO CÁO in the layout of Decree 30/2020/NĐ-CP.

report-nation = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
report-motto = Độc lập - Tự do - Hạnh phúc
report-number = Số:          /{ $sign }
report-place-date = { $place }, { $date }
report-to = Kính gửi:
report-dots = ……………

report-directive-number = văn bản số { $number }
report-directive-bare = văn bản chỉ đạo
report-directive-issued = ngày { $date }
report-directive-issuer = của { $issuer }
report-directive-subject = về việc { $subject }
report-directive-and = ;

report-part-asked = I. YÊU CẦU VÀ PHẠM VI
report-period = Thời gian: từ { $from } đến { $to } (âm lịch: từ { $from_lunar } đến { $to_lunar }).
report-asked-count = Yêu cầu: { $obligations } nhiệm vụ, giao cho { $organisations } đơn vị; mỗi nhiệm vụ được theo dõi riêng với từng đơn vị được giao, tất cả { $cells } lượt.
report-method = Trạng thái được tính từ sổ chứng cứ của từng đơn vị tại thời điểm báo cáo. Chứng cứ xếp theo mức tin cậy: đo được; đối chứng (có bên thứ hai xác nhận); ký xác nhận (có người ký tên); tự khai. Nhiệm vụ không có chứng cứ thì không được ghi là đã chứng minh.

report-part-summary = II. TỔNG HỢP KẾT QUẢ
report-summary-status = Trạng thái
report-summary-cells = Số lượt
report-summary-share = Tỷ lệ
report-summary-total = Cộng
report-summary-by-status = Theo trạng thái:
report-summary-by-organisation = Theo đơn vị:
report-organisation = Đơn vị

report-part-obligations = III. KẾT QUẢ TỪNG NHIỆM VỤ
report-no-obligations = Không có nhiệm vụ nào trong phạm vi báo cáo.
report-obligation = { $number }. { $title }
report-obligation-bare = Nhiệm vụ { $number }
report-condition = Trừ trường hợp: “{ $quote }”.
report-due = Hạn: { $moment }.
report-due-strict = Hạn: trước { $moment }.
report-due-none = Hạn: suốt thời gian của đợt.
report-must-not = Đây là việc không được làm.
report-column-organisation = Đơn vị
report-column-status = Trạng thái
report-column-grounds = Căn cứ, số liệu, chứng cứ
report-grade = Mức tin cậy: { $grade }
report-finding = { $check } ({ $status })
report-figure = { $name }: { $value }
report-figure-target = { $name } ({ $target }): { $value }
report-limit = ngưỡng { $sign } { $value }
report-limit-source = theo { $source }
report-limit-source-dated = theo { $source }, ngày { $date }
report-evidence = Chứng cứ: { $numbers }
report-evidence-none = Chứng cứ: không có.
report-promised = Đơn vị đã nhận, đang xử lý đến { $moment }.
report-waived = Được miễn đến { $moment }.
report-waived-open = Được miễn không thời hạn.
report-waived-by = Bên miễn: { $by }.
report-waived-by-person = Bên miễn: { $by }, người ghi: { $person }.
report-waived-reason = Lý do: { $reason }.
report-explanation = Giải trình của { $by } ({ $moment }): “{ $text }”
report-explanation-person = Giải trình của { $by }, người ghi: { $person } ({ $moment }): “{ $text }”
report-explanation-bare = Giải trình của { $by } ({ $moment }): { $text }

report-part-gaps = IV. NỘI DUNG CHƯA CÓ CHỨNG CỨ HOẶC MẤT LIÊN LẠC
report-gaps-meaning = Các nội dung dưới đây chưa thể kết luận: không có chứng cứ cho biết việc đã làm, cũng không có chứng cứ cho biết việc không được làm.
report-gaps-unproven = Chưa có chứng cứ ({ $count } lượt):
report-gaps-no-signal = Mất liên lạc: từng có tín hiệu, nay không nhận được ({ $count } lượt):
report-gaps-none = Không có.
report-gap = { $obligation }, { $organisation } – { $reason }.

report-recipients = Nơi nhận:
report-recipient-same = Như trên
report-recipient-file = Lưu: VT
report-signatory = THỦ TRƯỞNG ĐƠN VỊ

report-annex = Phụ lục { $numeral }
report-annex-of = (Kèm theo { $paper } số          /{ $sign } { $date } của { $body })
report-annex-seal = MỐC NIÊM SỔ VÀ CÁCH ĐỐI CHIẾU
report-seal-meaning = Báo cáo được tính từ các sổ chứng cứ dưới đây. Mỗi mốc niêm sổ ghi kích thước (số mục) và mã gốc của sổ; thêm, bớt hoặc sửa bất kỳ mục nào thì mã gốc không còn khớp.
report-seal-log = Sổ
report-seal-size = Số mục
report-seal-root = Mã gốc (SHA-256)
report-seal-none = Báo cáo không kèm mốc niêm sổ nào.
report-campaign-digest = Tệp đợt bảo đảm “{ $id }”, SHA-256
report-directive-digest = Văn bản chỉ đạo thứ { $number }, SHA-256
report-key = Khoá kiểm tra của { $origin }
report-digest-of = Đối chiếu
report-digest = Giá trị
report-attested-title = Chữ ký xác nhận dự thảo:
report-attested = { $lines }: ký xác nhận lúc { $time } bản dự thảo tính đến { $at }, SHA-256 { $report }.
report-verify-title = Cách đối chiếu, không cần máy chủ:
report-verify-1 = Lấy gói chứng cứ kèm theo báo cáo (một thư mục), chạy lệnh: thongsuot verify THƯ-MỤC
report-verify-2 = Lệnh tính lại mã của từng mục, từng tệp đính kèm và của chính tệp báo cáo, rồi so với mốc niêm sổ; mục sai đầu tiên (nếu có) được nêu rõ. Khi đã biết khoá, thêm: --key KHOÁ.
report-verify-3 = Số chứng cứ “sổ#thứ tự (đuôi mã)” trong báo cáo chỉ đúng một mục trong gói; phần trong ngoặc là tám ký tự cuối của mã mục. Mục chỉ ghi tên sổ và đuôi mã thuộc sổ không kèm theo báo cáo này.
report-verify-4 = Nội dung riêng tư đã xoá theo quy định được ghi “(đã xoá)”; việc xoá không làm hỏng phép đối chiếu.
report-annex-evidence = DANH MỤC CHỨNG CỨ
report-list-number = Số chứng cứ
report-list-kind = Loại
report-list-organisation = Đơn vị
report-list-held = Xảy ra
report-list-recorded = Ghi sổ
report-list-grade = Mức tin cậy
report-list-by-digest = { $count } tài liệu chỉ ghi mã băm, bản gốc do đơn vị giữ
report-list-signed-for = ký: { $lines }
report-list-signer = người ký: { $signer }
report-list-ongoing = từ { $from }
report-list-none = Báo cáo không dẫn chứng cứ nào.

due-strict = trước { $moment }
due-by = { $moment }
due-throughout = suốt thời gian của đợt

## The annex of figures
workbook-title = Phụ lục số liệu: kết quả thực hiện “{ $title }”
workbook-body = Đơn vị báo cáo
workbook-at = Tính đến
workbook-campaign = Tệp đợt bảo đảm, SHA-256
workbook-note = Ghi chú
workbook-zone = Thời gian trong các bảng là giờ Việt Nam. Mỗi số chứng cứ chỉ đúng một mục trong sổ.
workbook-summary = Tổng hợp
workbook-obligations = Nhiệm vụ
workbook-figures = Số liệu
workbook-evidence = Chứng cứ
workbook-seals = Mốc niêm sổ
workbook-number = TT
workbook-obligation = Nhiệm vụ
workbook-quote = Trích văn bản chỉ đạo
workbook-due = Hạn
workbook-reason = Vì sao
workbook-late = Ghi sau hạn
workbook-promised = Hẹn xử lý đến
workbook-waived = Miễn
workbook-explanation = Giải trình
workbook-check = Cách chứng minh
workbook-figure = Số liệu
workbook-target = Điểm đo
workbook-value = Giá trị
workbook-unit = Đơn vị tính
workbook-limit-sign = Ngưỡng
workbook-limit = Giá trị ngưỡng
workbook-source = Nguồn của ngưỡng
workbook-source-date = Ngày ban hành
workbook-from = Từ
workbook-to = Đến
workbook-signer = Người ký
workbook-by-digest = Tài liệu chỉ ghi mã băm
workbook-id = Mã mục
workbook-key = Khoá kiểm tra

## The calendar
calendar-name = { $title }: hạn và việc được giao
calendar-campaign = { $title }
calendar-phase = Giai đoạn: { $title }
calendar-critical = Giờ trọng điểm: { $title }
calendar-freeze = Khung không tác động: { $title }
calendar-of-one = { $obligation } – { $organisation }
calendar-due = Hạn: { $what }
calendar-due-before = Hạn, phải xong trước giờ này: { $what }
calendar-owners = Đơn vị được giao: { $owners }.
calendar-promised = Hẹn xử lý xong: { $obligation } – { $organisation }
calendar-assigned = Hết thời gian giao: { $obligation } – { $unit }
calendar-delegation = Hết thời gian uỷ quyền ký ({ $form }) – { $organisation }
calendar-category-period = Đợt bảo đảm
calendar-category-deadline = Hạn
calendar-category-duty = Phân công

## Every paper: its kind, what it is about, how it begins and ends
paper-kind-results = BÁO CÁO
paper-kind-situation = BÁO CÁO NHANH
paper-kind-upward = BÁO CÁO
paper-kind-plan = PHƯƠNG ÁN
paper-kind-assignment = THÔNG BÁO
paper-kind-minutes = BIÊN BẢN
paper-named-results = Báo cáo
paper-named-situation = Báo cáo
paper-named-upward = Báo cáo
paper-named-minutes = Biên bản
paper-subject-results = Kết quả thực hiện “{ $title }”
paper-subject-situation = Tình hình thực hiện “{ $title }” đến { $moment }
paper-subject-upward = Tổng hợp kết quả thực hiện “{ $title }” của các đơn vị
paper-subject-direction = V/v thực hiện “{ $title }”
paper-subject-plan = Thực hiện “{ $title }”
paper-subject-assignment = Phân công thực hiện “{ $title }”
paper-subject-minutes = Đối chiếu kết quả thực hiện “{ $title }”
paper-lead = Thực hiện { $directive },
paper-basis-results = { $body } báo cáo kết quả thực hiện “{ $title }” tính đến { $moment } như sau:
paper-basis-situation = { $body } báo cáo nhanh tình hình thực hiện “{ $title }” tính đến { $moment } như sau:
paper-basis-upward = { $body } tổng hợp, báo cáo kết quả thực hiện “{ $title }” của các đơn vị tính đến { $moment } như sau:
paper-basis-direction = { $body } yêu cầu các đơn vị thực hiện các nhiệm vụ sau đây của “{ $title }”:
paper-basis-plan = { $body } xây dựng phương án thực hiện “{ $title }” như sau:
paper-basis-assignment = { $body } thông báo phân công thực hiện “{ $title }” như sau:
paper-basis-minutes = các bên có tên dưới đây đã đối chiếu kết quả thực hiện “{ $title }” tính đến { $moment } theo sổ chứng cứ của từng đơn vị.
paper-end-results = Trên đây là báo cáo kết quả thực hiện “{ $title }”./.
paper-end-situation = Trên đây là báo cáo nhanh tình hình thực hiện “{ $title }”./.
paper-end-upward = Trên đây là báo cáo tổng hợp kết quả thực hiện “{ $title }” của các đơn vị./.
paper-end-direction = Yêu cầu các đơn vị nghiêm túc thực hiện./.
paper-end-plan = Trên đây là phương án thực hiện “{ $title }”./.
paper-end-assignment = { $body } thông báo để các đơn vị, cá nhân biết và thực hiện./.
paper-end-minutes = Biên bản được lập xong cùng ngày, các bên đã đọc lại và cùng ký tên./.
paper-extent = YÊU CẦU VÀ PHẠM VI
paper-gaps = NỘI DUNG CHƯA CÓ CHỨNG CỨ HOẶC MẤT LIÊN LẠC
paper-periods = THỜI GIAN, GIỜ TRỌNG ĐIỂM
paper-phase = Giai đoạn “{ $title }”: từ { $from } đến { $to }.
paper-critical = Giờ trọng điểm “{ $title }”: từ { $from } đến { $to }.
paper-freeze = Khung không tác động “{ $title }”: từ { $from } đến { $to }.
paper-obligation = Nhiệm vụ { $number } (“{ $title }”)
paper-check = { $check } ({ $detail })

## The situation report
situation-standing = TÌNH HÌNH CHUNG
situation-phase = Đang trong giai đoạn “{ $title }”, đến { $to }.
situation-critical-now = Đang trong giờ trọng điểm “{ $title }”, đến { $to }.
situation-critical-next = Giờ trọng điểm kế tiếp: “{ $title }”, từ { $from } đến { $to }.
situation-changes = THAY ĐỔI TỪ BÁO CÁO TRƯỚC
situation-first = Chưa có báo cáo nhanh nào trước đó để so sánh.
situation-since = So với báo cáo nhanh tính đến { $moment }:
situation-unchanged = Không trạng thái nào đổi so với báo cáo nhanh tính đến { $moment }.
situation-turned = { $obligation }, { $organisation }: từ { $before } thành { $after }.
situation-absent = không có
situation-attention = NỘI DUNG CẦN XỬ LÝ
situation-stands = { $status } ({ $count } lượt):
situation-line = { $called } – { $reason }. Mức tin cậy: { $grade }.
situation-late = Có chứng cứ ghi bổ sung sau hạn.
situation-gaps = NỘI DUNG CHƯA CÓ CHỨNG CỨ
situation-duty = SỔ TRỰC
situation-duty-since = Từ báo cáo trước, sổ trực có { $count } mục; lời ghi nằm trong sổ của đơn vị.
situation-duty-day = Trong 24 giờ qua, sổ trực có { $count } mục; lời ghi nằm trong sổ của đơn vị.
situation-duty-heard = nghe báo
situation-duty-told = báo đi
situation-duty-handover = giao ca
situation-duty-note = ghi chú

## The consolidated report upward
upward-whole = TỔNG HỢP KẾT QUẢ
upward-order = Theo đơn vị; đơn vị có nhiều nội dung chưa đạt, mất liên lạc hoặc chưa có chứng cứ hơn đứng trước:
upward-each = KẾT QUẢ CỦA TỪNG ĐƠN VỊ
upward-organisation = { $number }. { $name }
upward-settled = { $status }: nhiệm vụ { $numbers }.
upward-remarks = ĐÁNH GIÁ, KIẾN NGHỊ

## The letter of direction
direction-everybody = Các đơn vị trực thuộc
direction-tasks = NHIỆM VỤ
direction-owners = Đơn vị thực hiện: { $owners }.
direction-given = { $owner } (giao { $unit })
direction-proof = Cách chứng minh: { $checks }.
direction-carrying-out = TỔ CHỨC THỰC HIỆN
direction-carrying-people = Thủ trưởng các đơn vị phân công người thực hiện từng nhiệm vụ và chịu trách nhiệm hoàn thành đúng hạn.
direction-carrying-evidence = Kết quả thực hiện được ghi vào sổ chứng cứ của đơn vị; nhiệm vụ không có chứng cứ thì không được ghi là đã chứng minh.
direction-carrying-trouble = Khó khăn, vướng mắc và sự cố báo ngay về { $body } để phối hợp xử lý.

## The plan
plan-aim = MỤC TIÊU, PHẠM VI
plan-aims = Thực hiện đầy đủ, đúng hạn các nhiệm vụ của “{ $title }”; mỗi nhiệm vụ đều có chứng cứ.
plan-measures = NHIỆM VỤ VÀ BIỆN PHÁP
plan-measure = Biện pháp của đơn vị: { $dots }
plan-people = PHÂN CÔNG, TRỰC
plan-shifts = Lịch trực, người trực và số điện thoại trực: { $dots }
plan-reports = CHẾ ĐỘ BÁO CÁO
plan-report = Nhiệm vụ { $number }, { $title }: hạn { $term }.
plan-reports-none = Báo cáo theo yêu cầu của cơ quan chỉ đạo.

## The assignment
assignment-given = PHÂN CÔNG
assignment-none = Chưa giao nhiệm vụ nào cho đơn vị, cá nhân cụ thể.
assignment-holder = Đơn vị, người thực hiện
assignment-span = Thời gian giao
assignment-until = từ { $from } đến { $to }
assignment-open = NHIỆM VỤ CHƯA GIAO
assignment-open-lead = Các nhiệm vụ dưới đây chưa giao cho đơn vị, cá nhân cụ thể:
assignment-open-line = Nhiệm vụ { $number }, { $title } ({ $organisation }); hạn: { $term }.
assignment-duties = TRÁCH NHIỆM
assignment-duties-people = Đơn vị, người được giao thực hiện và ghi chứng cứ đúng hạn; việc vượt quá khả năng thì báo cáo ngay.
assignment-duties-owner = Việc phân công không thay đổi trách nhiệm của { $body } đối với từng nhiệm vụ.

## Minutes of a comparison
record-parties = THÀNH PHẦN
record-party = { $name }: { $dots } Chức vụ: { $dots }
record-found = KẾT QUẢ ĐỐI CHIẾU
record-said = Ý KIẾN, GIẢI TRÌNH
record-line = Nhiệm vụ { $number }. { $said }
record-concluded = KẾT LUẬN
record-others = ĐẠI DIỆN CÁC ĐƠN VỊ

## Minutes of a dispute
minutes-subject = Giải quyết khiếu nại số liệu của { $organisation }
minutes-number = Số: …/BB-{ $sign }
minutes-about = Khiếu nại về số liệu của { $organisation }, nhiệm vụ “{ $obligation }”, thuộc “{ $title }”.
minutes-claim = I. NỘI DUNG KHIẾU NẠI
minutes-figure = Số liệu bị khiếu nại: { $figure }.
minutes-disputed = Các mục chứng cứ bị khiếu nại: { $entries }.
minutes-answers = II. TRẢ LỜI
minutes-due = Hạn trả lời: { $time }.
minutes-unanswered = Chưa có trả lời.
minutes-decision = III. QUYẾT ĐỊNH
minutes-upheld = Kết luận: khiếu nại đúng.
minutes-partly = Kết luận: khiếu nại đúng một phần.
minutes-rejected = Kết luận: giữ nguyên số liệu.
minutes-undecided = Chưa có quyết định tính đến { $time }; dữ liệu bị khiếu nại được giữ nguyên.
minutes-said = { $by }, { $time }: “{ $text }” (mục { $entry }).
minutes-withheld = (không hiển thị)

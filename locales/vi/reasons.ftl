# Câu nêu lý do của từng kết luận. Khoá là "reason-" và mã lý do, dấu chấm thay bằng dấu gạch nối.

reason-acknowledgement-given = Đã xác nhận tiếp nhận lúc { $at }
reason-acknowledgement-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-acknowledgement-missing = Chưa xác nhận tiếp nhận, hạn { $due }
reason-acknowledgement-not_due = Chưa đến hạn xác nhận tiếp nhận ({ $due })

reason-availability-allowance = { $target }: đã dùng { $used_percent }% thời gian gián đoạn cho phép
reason-availability-answers = { $targets } điểm đo đang trả lời; chiến dịch không đặt ngưỡng, { $target } đạt { $availability_ppm }, lần gián đoạn dài nhất { $outage_s } giây
reason-availability-below = { $target }: độ sẵn sàng { $availability_ppm }, thấp hơn mức { $limit_ppm }
reason-availability-coverage = { $target }: chỉ có số liệu của { $coverage_ppm } thời gian, yêu cầu { $limit_ppm }
reason-availability-dark = { $target }: không trả lời lần đo nào ({ $probes_lost } lần) trong kỳ gần nhất, từ { $since }
reason-availability-down = { $target }: không trả lời từ { $since } ({ $cause })
reason-availability-excluded = { $target }: ngừng đo theo chủ định từ { $since }
reason-availability-held = { $targets } điểm đo đều đạt, thấp nhất { $availability_ppm }
reason-availability-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-availability-no_target = Đơn vị không có điểm đo nào cho nhiệm vụ này
reason-availability-not_due = Thời gian bảo đảm bắt đầu từ { $from }
reason-availability-not_granted = { $target }: không đo từ { $since }, ngoài dải địa chỉ được cấp phép đo
reason-availability-not_permitted = { $target }: không đo từ { $since }, máy của nút không cho phép gửi gói đo loại này
reason-availability-outage = { $target }: có lần gián đoạn { $outage_s } giây, cho phép { $limit_s } giây
reason-availability-silent = { $target }: không nhận được số liệu từ { $since }
reason-availability-so_far = { $target }: đến nay đạt { $availability_ppm }, dưới mức { $limit_ppm }, còn trong thời gian gián đoạn cho phép
reason-availability-unheard = { $target }: chưa có số liệu đo
reason-availability-unjudged = { $target }: đạt { $availability_ppm }, lần gián đoạn dài nhất { $outage_s } giây; chiến dịch không đặt ngưỡng để kết luận
reason-availability-up = { $targets } điểm đo đang trả lời từ { $since }, chờ bản tổng hợp đầu tiên

reason-briefing-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-briefing-missing = Còn { $missing } ca trực chưa đọc bản phổ biến, trước hết là { $shift }, hạn { $due }
reason-briefing-not_due = Chưa đến hạn đọc bản phổ biến ({ $due })
reason-briefing-outdated = Ca { $shift } mới đọc bản phổ biến cũ
reason-briefing-read = { $shifts } ca trực đã đọc bản phổ biến, ca cuối lúc { $at }

reason-cell-waived = Được miễn đến { $until }
reason-cell-waived_open = Được miễn

reason-inspection-failed = Mục { $item } chưa đạt khi kiểm tra ({ $failed } mục chưa đạt)
reason-inspection-incomplete = Còn { $missing } mục chưa kiểm tra, trước hết là { $item }, hạn { $due }
reason-inspection-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-inspection-missing = Chưa có biên bản kiểm tra, hạn { $due }
reason-inspection-not_due = Chưa đến hạn kiểm tra ({ $due })
reason-inspection-passed = Đã kiểm tra đủ { $items } mục, xong lúc { $at }

reason-plan-approved = Phương án { $plan } đã được phê duyệt lúc { $at }
reason-plan-filed = Phương án { $plan } đã nộp lúc { $at }
reason-plan-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-plan-missing = Chưa nộp phương án (yêu cầu: { $requires }), hạn { $due }
reason-plan-not_due = Chưa đến hạn phương án (yêu cầu: { $requires }), hạn { $due }
reason-plan-not_filed = Phương án { $plan } chưa được nộp (yêu cầu: { $requires }), hạn { $due }
reason-plan-short = Phương án { $plan } mới ở bước { $has }, yêu cầu { $requires }, hạn { $due }
reason-plan-test_failed = Diễn tập phương án { $plan } lúc { $at } chưa đạt
reason-plan-tested = Phương án { $plan } đã diễn tập đạt lúc { $at }

reason-quality-allowance = { $target }: { $name } đã dùng { $used_percent }% thời gian vượt ngưỡng cho phép
reason-quality-certificate_low = { $target }: chứng thư còn { $days_left } ngày, yêu cầu { $limit_days } ngày (hết hạn { $not_after })
reason-quality-certificate_soon = { $target }: chứng thư còn { $days_left } ngày, sẽ dưới { $limit_days } ngày trước khi hết đợt (hết hạn { $not_after })
reason-quality-excluded = { $target }: ngừng đo theo chủ định từ { $since }
reason-quality-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-quality-no_target = Đơn vị không có điểm đo nào cho nhiệm vụ này
reason-quality-not_due = Thời gian bảo đảm bắt đầu từ { $from }
reason-quality-not_granted = { $target }: không đo từ { $since }, ngoài dải địa chỉ được cấp phép đo
reason-quality-not_permitted = { $target }: không đo từ { $since }, máy của nút không cho phép gửi gói đo loại này
reason-quality-over = { $target }: { $name } là { $value } { $unit }, ngưỡng { $limit } { $unit }, từ { $since }
reason-quality-over_allowance = { $target }: { $name } vượt ngưỡng trong { $over_ppm } thời gian, cho phép { $limit_ppm }
reason-quality-silent = { $target }: không nhận được số liệu từ { $since }
reason-quality-so_far = { $target }: { $name } đến nay vượt ngưỡng trong { $over_ppm } thời gian, cho phép { $limit_ppm }
reason-quality-unheard = { $target }: chưa có số liệu { $name }
reason-quality-within = { $targets } điểm đo đều trong ngưỡng

reason-report-low_grade = Mức tin cậy { $grade } thấp hơn mức yêu cầu { $min_grade }
reason-report-missing = Chưa gửi báo cáo, hạn { $due }
reason-report-not_due = Chưa đến hạn báo cáo ({ $due })
reason-report-submitted = Đã gửi báo cáo lúc { $at }

# The vocabulary: one word per idea, for screens, command line and documents alike.

status-proven = Đã chứng minh
status-at_risk = Có nguy cơ
status-failing = Chưa đạt
status-unproven = Chưa có chứng cứ
status-no_signal = Mất liên lạc
status-not_due = Chưa đến hạn
status-waived = Được miễn

grade-measured = đo được
grade-countersigned = đối chứng
grade-attested = ký xác nhận
grade-asserted = tự khai
grade-none = chưa có

check-acknowledgement = Tiếp nhận văn bản
check-inspection = Kiểm tra
check-plan = Phương án
check-availability = Mức sẵn sàng
check-quality = Chất lượng
check-briefing = Quán triệt ca trực
check-report = Báo cáo

kind-campaign_issued = Ban hành đợt bảo đảm
kind-acknowledgement_given = Tiếp nhận văn bản
kind-inspection_signed = Biên bản kiểm tra
kind-plan_filed = Nộp phương án
kind-plan_approved = Duyệt phương án
kind-plan_tested = Diễn tập phương án
kind-briefing_read = Đọc nội dung quán triệt
kind-report_submitted = Nộp báo cáo
kind-obligation_waived = Miễn nhiệm vụ
kind-obligation_assigned = Giao nhiệm vụ
kind-handling_promised = Nhận xử lý
kind-evidence_corrected = Đính chính
kind-finding_explained = Giải trình
kind-measurement_summarised = Tổng hợp đo
kind-target_turned = Chuyển trạng thái điểm đo
kind-clock_observed = Quan sát đồng hồ
kind-segment_sealed = Niêm tệp mẫu đo
kind-disclosure_erased = Xoá nội dung mở
kind-rollback_accepted = Chấp nhận sổ bị lùi
kind-unknown = Chưa hiểu ({ $kind })

late = ghi bổ sung sau hạn
private-erased = (đã xoá)
private-withheld = (không hiển thị với người đọc này)

# Numbers: `unit-…` stands behind the number after a no-break space.
unit-percent = %
unit-ms = ms
unit-s = giây
unit-min = phút
unit-hour = giờ
unit-days = ngày

# Figures, named as findings and thresholds name them.
figure-availability_ppm = Mức sẵn sàng
figure-coverage_ppm = Tỷ lệ thời gian có đo
figure-outage_s = Lần gián đoạn dài nhất
figure-downtime_s = Tổng thời gian gián đoạn
figure-probes_ok = Số lần đo có trả lời
figure-probes_lost = Số lần đo không trả lời
figure-probes_own_late = Số lần máy đo chậm
figure-probes_excluded = Số lần loại khỏi phép đo
figure-targets = Số điểm đo
figure-targets_down = Số điểm đo không trả lời
figure-rtt_us_p95 = Thời gian khứ hồi (95 %)
figure-loss_ppm = Tỷ lệ mất gói
figure-over_ppm = Tỷ lệ thời gian vượt ngưỡng
figure-slow_ppm = Tỷ lệ thời gian chậm quá ngưỡng
figure-lossy_ppm = Tỷ lệ thời gian mất gói quá ngưỡng
figure-cert_days_left = Hạn còn lại của chứng thư số
figure-items = Số mục phải kiểm tra
figure-items_passed = Số mục đạt
figure-items_failed = Số mục chưa đạt
figure-shifts = Số ca trực
figure-shifts_read = Số ca đã đọc

# Why a probe got no answer.
cause-ok = có trả lời
cause-timeout = quá thời gian chờ
cause-refused = bị từ chối kết nối
cause-unreachable = không tới được
cause-error = trả lời sai
cause-slow = trả lời chậm
cause-own_late = máy đo chậm
cause-not_granted = ngoài phạm vi được cấp
cause-not_permitted = máy đo thiếu quyền

# How far a plan has come.
plan-state-filed = đã nộp
plan-state-approved = đã phê duyệt
plan-state-tested = đã diễn tập

# Moments: day, month and year come with their leading zeros.
date-long = ngày { $day } tháng { $month } năm { $year }
moment-long = { $hour } giờ { $minute } phút, ngày { $day }/{ $month }/{ $year }

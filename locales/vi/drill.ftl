# The answer of a drill (diễn tập).

drill-title = Diễn tập: { $title }
drill-frame = Chơi đợt “{ $campaign }” từ { $from } đến { $to }, hạt giống { $seed }.
drill-simulated = Mô phỏng: điểm đo, đường truyền, người, đồng hồ, chỗ trống trên đĩa.
drill-real = Thật, là chính chương trình: sổ chứng cứ, kho, quyền, lịch đo và tổng kết, bảng trạng thái, bản trả lời này.

drill-troubles = Sự cố
drill-trouble = { $title }
drill-span = { $kind }: từ { $from } đến { $to } ({ $length })
drill-kind-cable_cut = Đứt cáp
drill-kind-power_lost = Mất điện
drill-kind-slow = Trả lời chậm
drill-kind-officer_silent = Người trực im lặng
drill-kind-disk_full = Đĩa đầy
drill-kind-node_killed = Nút chết
drill-kind-clock_wrong = Đồng hồ sai
drill-hit = Điểm đo bị ảnh hưởng: { $targets }
drill-hit-none = Không điểm đo nào bị ảnh hưởng: còn hướng khác hoặc nguồn dự phòng đủ dùng.
drill-noticed = Thấy lúc { $at }, sau { $after }: { $by }
drill-by-target = điểm đo “{ $target }” được ghi là mất
drill-by-cell = ô “{ $obligation }” của { $organisation } đổi trạng thái
drill-by-disk_full = nút từ chối ghi vì đĩa đầy
drill-not-noticed = Không có gì cho thấy.
drill-turns = Ô đổi trạng thái
drill-turn = { $at }: { $organisation }, “{ $obligation }”: { $was } → { $is }. { $reason }
drill-turn-answered = trả lời { $at }
drill-turn-unanswered = không ai trả lời
drill-turn-back = trở lại { $at }
drill-turn-not-back = chưa trở lại
drill-missed = Bỏ lỡ
drill-missed-none = Không bỏ lỡ gì.
drill-missed-not_noticed = không ai, không gì nhận ra
drill-missed-noticed_late = nhận ra muộn, sau { $after }
drill-missed-not_answered = { $organisation } không trả lời cho “{ $obligation }” (đổi lúc { $at })
drill-missed-answered_late = { $organisation } trả lời muộn cho “{ $obligation }” (đổi lúc { $at }), sau { $after }
drill-missed-not_back = “{ $obligation }” của { $organisation } chưa trở lại như trước
drill-missed-not_measured = không đo được gì trong { $length }

drill-unexplained = Ô xấu đi mà không sự cố nào trong tệp giải thích
drill-officers = Người trực
drill-officer = { $organisation }: { $asked } lần phải trả lời, { $in_time } đúng hạn, { $late } muộn, { $not } không trả lời; { $refused } lời bị nút từ chối
drill-board = Bảng trạng thái
drill-board-begin = Lúc bắt đầu tính: { $counts }
drill-board-end = Lúc kết thúc: { $counts }
drill-figures = Đã chạy
drill-figures-line = { $probes } lần hỏi điểm đo ({ $lost } không có trả lời), { $entries } mục trong sổ, nút khởi động { $starts } lần.
drill-heads = Đầu sổ (cùng tệp, cùng hạt giống thì giống hệt)

drill-seconds = { $seconds } giây
drill-minutes = { $minutes } phút { $seconds } giây
drill-hours = { $hours } giờ { $minutes } phút

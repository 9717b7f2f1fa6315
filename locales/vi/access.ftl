# Rights: accounts, keys of programs, delegations, and reading what one otherwise does not see.

kind-account_changed = Thay đổi tài khoản
kind-key_changed = Thay đổi khoá máy
kind-delegation_changed = Thay đổi uỷ quyền ký
kind-probing_granted = Phạm vi được phép đo
kind-access_opened = Mở xem khẩn cấp
kind-access_closed = Đóng xem khẩn cấp

# Administration
nav-administration = Quản trị
admin-openings = Xem khẩn cấp
admin-reason = Lý do:
admin-span = { $from } – { $until }
admin-nobody = (không còn tài khoản)
admin-openings-none = Chưa có lần mở nào.
admin-opened-by = { $name }, { $organisation }
admin-opening-lasts = đang mở
admin-opening-over = đã đóng
admin-opening-close = Đóng ngay
admin-opening-banner = Đang mở xem khẩn cấp dữ liệu của { $organisation } đến { $until }. Đơn vị đã được báo.
admin-opening-told = { $name } ({ $by }) đang mở xem khẩn cấp dữ liệu của { $organisation } đến { $until }. Lý do: { $reason }
admin-opening-see = Xem các lần mở

upward-delegate = Ghi uỷ quyền ký
upward-break_glass = Mở xem khẩn cấp

# Khôi phục tài khoản được báo cho chủ tài khoản và thủ trưởng.
recovering-own = { $asker } đã xin khôi phục tài khoản của bạn lúc { $at }. Nếu bạn không nhờ, hãy báo ngay thủ trưởng đơn vị: khi một quản trị khác đồng ý, mật khẩu và xác thực hai lớp của bạn mất hiệu lực.
recovered-own = Tài khoản của bạn đã được khôi phục lúc { $at }: { $asker } xin, { $confirmer } đồng ý. Nếu bạn không nhờ, hãy báo ngay thủ trưởng đơn vị.
recovered-seen = Đã biết
recovered-others = Khôi phục tài khoản trong 7 ngày qua: { $count }
recovering-line = { $name }, { $organisation }: { $asker } xin lúc { $at }, chưa ai đồng ý.
recovered-line = { $name }, { $organisation }: khôi phục lúc { $at }, { $asker } xin, { $confirmer } đồng ý.

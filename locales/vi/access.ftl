# Rights: accounts, keys of programs, delegations, and reading what one otherwise does not see.

kind-account_changed = Thay đổi tài khoản
kind-key_changed = Thay đổi khoá máy
kind-delegation_changed = Thay đổi uỷ quyền ký
kind-access_opened = Mở xem khẩn cấp
kind-access_closed = Đóng xem khẩn cấp

change-made = lập tài khoản
change-invited = mời
change-invited_again = cấp mã mời khác
change-enrolled = đã đặt mật khẩu
change-role_changed = đổi vai trò
change-shut_out = khoá
change-let_in = cho vào lại
change-signed_out = đăng xuất khỏi mọi thiết bị
change-recovery_asked = xin khôi phục
change-recovery_confirmed = đồng ý khôi phục
change-recovery_withdrawn = rút yêu cầu khôi phục
change-revoked = thu hồi
change-key-made = cấp khoá
change-given = giao
change-withdrawn = rút

said-account = { $change } · { $role } · { $account }
said-role = { $change }: { $before } → { $role } · { $account }
said-key = { $change } · { $key }
said-delegation = { $change } { $form } · { $account }
said-access = đến { $until } · { $account }

fact-account = tài khoản
fact-change = việc
fact-role = vai trò
fact-role_before = vai trò trước
fact-recovery = yêu cầu khôi phục
fact-key = khoá máy
fact-actions = được làm
fact-obligations = cho các nhiệm vụ
fact-targets = cho các điểm đo
fact-delegation = uỷ quyền
fact-signed_as = hình thức ký
fact-organisations = cho các đơn vị
fact-opening = lần mở
fact-by = đơn vị mở
fact-position = thay cho chức vụ
fact-own_position = chức vụ người ký
fact-basis = căn cứ
fact-name = tên

form-of-kt = KT. (ký thay)
form-of-tl = TL. (thừa lệnh)
form-of-tuq = TUQ. (thừa uỷ quyền)

# Giao nhiệm vụ cho đơn vị trực thuộc hoặc cá nhân của đơn vị chịu trách nhiệm
form-assign = Giao thực hiện
form-assign-send = Giao
form-take-back-send = Thu hồi
assign-lead = Đơn vị vẫn chịu trách nhiệm về nhiệm vụ; việc giao không đổi trạng thái.
assign-held = Đang giao cho { $who }.
assign-unit = Đơn vị trực thuộc
assign-no-unit = không giao cho riêng đơn vị nào
assign-person = Người thực hiện
assign-no-person = không chỉ định người
assign-until = Giao đến (giờ Việt Nam; để trống nếu đến khi thu hồi)
holder-somebody = một người được chỉ định
held-by = Giao cho { $who } từ { $time }
held-until = đến { $time }
held-short = Giao cho { $who }
given-title = Việc được giao
given-by = { $organisation } giao lúc { $time }
obligations-mine = Chỉ việc giao cho tôi hoặc đơn vị tôi

# Trang Nhiệm vụ: cây đơn vị và việc của từng đơn vị
nav-obligations = Nhiệm vụ
obligations-status = Trạng thái
obligations-every-status = Mọi trạng thái
obligations-open = Chỉ việc còn phải làm
obligations-none = Không có nhiệm vụ nào như vậy.

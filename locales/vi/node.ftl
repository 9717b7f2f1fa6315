# Nút: có đang ghi sổ hay không.
rolled-back-title = Sổ chứng cứ trên nút này thiếu phần đã ký (bị lùi về bản cũ, hoặc ổ đĩa làm mất phần cuối): nút chỉ cho đọc, không ghi và không ký gì.
rolled-back-text = Người quản trị nút phải xem mất những gì rồi quyết định; chưa gửi lại được chứng cứ nào cho đến lúc đó.
rolled-back-behind = { $name }: sổ có { $found } mục, trước đây đã ký { $kept } mục.
rolled-back-forked = { $name }: sổ có { $found } mục và trái với mốc đã ký ở { $kept } mục.
damaged-title = Sổ chứng cứ trên nút này có chỗ không còn đúng như đã ghi.
damaged-text = Chỗ hỏng không được dùng làm chứng cứ. Người quản trị nút cần đối chiếu và phục hồi từ bản sao lưu.
damaged-log = { $name }: { $count } mục, đầu tiên là mục số { $entry }.
problem-rolled_back = Chưa ghi được: sổ chứng cứ trên nút thiếu phần đã ký, chờ người quản trị quyết định.
drill-banner = Diễn tập — dữ liệu mô phỏng.
drill-banner-speed = Không có gì trên màn hình này là thật. Mỗi giây là { $speed } giây của buổi diễn tập.

# Lỗi của tệp, bảng tính và nội dung gửi lên. Khoá là "fault-" và mã lỗi; trước câu là tên trường, nên câu không viết hoa.

# Tệp đợt bảo đảm: cả tệp.
fault-file_too_large = tệp có { $bytes } byte, quá mức { $limit } byte
fault-not_toml = không đúng cú pháp TOML từ chỗ này
fault-toml_form = tệp phải theo TOML 1.0; chữ đặt trong dấu nháy "…"

# Khoá.
fault-unknown_key = không có khoá này trong bảng
fault-did_you_mean = có phải định viết { $near }?
fault-known_keys = các khoá dùng được ở đây: { $keys }
fault-missing = còn thiếu
fault-write_key = ghi { $example }: { $meaning }
fault-write = ghi { $example }

# Giá trị sai loại.
fault-no_value = đang là { $found_type }, phải là một giá trị
fault-no_table = đang là { $found_type }, phải là một bảng
fault-no_tables = đang là { $found_type }, phải là danh sách bảng
fault-some_no_tables = có { $count } phần tử không phải là bảng
fault-no_slugs = đang là { $found_type }, phải là danh sách mã
fault-no_slug_kind = đang là { $found_type }, phải là mã
fault-no_flag = đang là { $found_type }, phải là true hoặc false
fault-no_integer = đang là { $found_type }, phải là số nguyên
fault-no_text = đang là { $found_type }, phải là chữ trong dấu nháy
fault-no_moment_kind = đang là { $found_type }, phải là thời điểm
fault-no_day_kind = đang là { $found_type }, phải là ngày

# Giá trị không hợp lệ.
fault-blank = để trống
fault-empty = danh sách rỗng
fault-name_one = ghi ít nhất một mục, hoặc bỏ hẳn khoá này
fault-stands_twice = { $name } ghi hai lần
fault-first_in_line = đã ghi ở dòng { $line }
fault-no_slug = "{ $value }" không phải là mã hợp lệ
fault-slug_form = dùng từ 1 đến 64 ký tự a-z, 0-9 và dấu "-"
fault-slug_form_as = dùng từ 1 đến 64 ký tự a-z, 0-9 và dấu "-", ví dụ { $spelt }
fault-unread_version = phiên bản { $version } của tệp, chương trình này chưa đọc được
fault-not_between = { $value } nằm ngoài khoảng từ { $least } đến { $most }
fault-not_known = không có giá trị "{ $value }"
fault-known_words = các giá trị dùng được: { $words }
fault-near_of_known = có phải định viết { $near }? Các giá trị dùng được: { $words }
fault-no_digest = "{ $value }" không phải là mã băm SHA-256
fault-digest_form = 64 chữ số thập lục phân viết thường, như lệnh sha256sum in ra
fault-no_zone = không có múi giờ "{ $value }"
fault-other_zone = không phải là múi giờ dùng để tính đợt bảo đảm (+07:00)
fault-no_stretch = [{ $from }, { $to }] không phải là một đoạn văn bản
fault-no_two_integers = phải gồm đúng hai số nguyên
fault-span_form = ghi [từ, đến] theo vị trí ký tự trong văn bản, số đầu nhỏ hơn số sau

# Thời điểm và ngày.
fault-no_day = "{ $value }" không phải là ngày
fault-no_moment = "{ $value }" không phải là thời điểm
fault-moment_form = ghi 2027-01-25T00:00:00+07:00, hoặc "lunar:2027-01-01T00:00" cho ngày âm lịch
fault-no_zone_named = "{ $value }" chưa ghi múi giờ
fault-name_zone = ghi rõ múi giờ: { $zoned }+07:00
fault-moment_out_of_range = thời điểm nằm ngoài các năm từ 1 đến 9999
fault-no_lunar_year = { $value } không có trong âm lịch: năm phải từ 1 đến 9999
fault-no_lunar_month = { $value } không có trong âm lịch: tháng phải từ 1 đến 12
fault-no_lunar_day = { $value } không có trong âm lịch: ngày phải từ 1 đến 30
fault-no_leap_month = { $value } không có trong âm lịch: năm đó không nhuận tháng này
fault-short_lunar_month = { $value } không có trong âm lịch: tháng đó chỉ có 29 ngày
fault-lunar_form = ghi "lunar:2027-01-01T00:00" cho mùng 1 tháng Giêng; tháng nhuận ghi "lunar:2025-06+-01T00:00"
fault-not_after = { $end } không sau { $begin_key } ({ $begin })
fault-runs_forwards = thời gian tính từ from đến trước to, nên to phải sau from
fault-overlaps = chồng lên { $other }
fault-begin_when_ends = cho bắt đầu khi { $other } kết thúc, hoặc kết thúc khi { $other } bắt đầu
fault-outside_campaign = nằm ngoài thời gian của đợt bảo đảm
fault-campaign_lasts = đợt bảo đảm kéo dài từ { $from } đến { $to }
fault-due_after_end = hạn { $due } sau khi đợt bảo đảm kết thúc ({ $to }), mà { $check } chỉ đo đến lúc đó
fault-due_within = kéo dài đợt bảo đảm đến hạn này, bỏ due, hoặc tách cách chứng minh { $check } thành nhiệm vụ riêng
fault-due_before_letter = hạn { $due } trước ngày ban hành văn bản sớm nhất ({ $letter })
fault-due_long_before = hạn { $due } trước khi đợt bảo đảm bắt đầu hơn một năm ({ $from })
fault-look_at_years = xem lại năm của due, của issued trong văn bản và của đợt bảo đảm
fault-without_due = có khoá này mà không có due
fault-say_due = ghi rõ hạn

# Ký tự làm chữ không hiện đúng như đọc.
fault-has_line_end = ký tự thứ { $at } là { $letter }: xuống dòng hoặc tab, không được có ở đây
fault-has_traceless = ký tự thứ { $at } là { $letter }: không hiện ra trên trang
fault-has_turning = ký tự thứ { $at } là { $letter }: làm đổi thứ tự đọc
fault-has_control = ký tự thứ { $at } là { $letter }: ký tự điều khiển
fault-leave_out = bỏ ký tự này
fault-leave_out_or_quote = bỏ ký tự này, hoặc trích đoạn không có nó
fault-write_on_one_line = viết trên một dòng, dùng dấu cách

# Đơn vị.
fault-no_regulator = không có đơn vị nào là cơ quan quản lý
fault-add_regulator = thêm cơ quan ban hành: [[organisation]] với kind = "regulator", không có parent
fault-no_top_regulator = không cơ quan quản lý nào đứng trên cùng, nên không ai ban hành được đợt bảo đảm
fault-leave_out_parent = bỏ parent của cơ quan quản lý ban hành đợt bảo đảm
fault-without_valid_to = có khoá này mà không có valid_to
fault-say_valid_to = ghi valid_to là lúc đơn vị kế tục tiếp nhận
fault-circle = quan hệ đi vòng tròn: { $path }
fault-leave_out_topmost = bỏ { $key } của đơn vị trên cùng
fault-ceased_before = { $organisation } chấm dứt trước khi đợt bảo đảm bắt đầu
fault-successor_is = đơn vị kế tục là { $successor }
fault-begins_after = { $organisation } thành lập sau khi đợt bảo đảm kết thúc

# Tên chưa khai báo.
fault-no_such = tệp chưa khai báo { $what ->
    [organisation] đơn vị
    [target] điểm đo
   *[briefing] bản quán triệt
  } { $name }
fault-declare = khai báo bằng [[{ $what }]] với id = "{ $name }"
fault-known_names = đã khai báo: { $names }

# Điểm đo.
fault-no_address = "{ $address }" không phải là địa chỉ của điểm đo { $kind }
fault-host_form = ghi tên hoặc địa chỉ máy, ví dụ 192.0.2.1
fault-host_port_form = ghi máy:cổng, ví dụ 192.0.2.1:443
fault-url_form = ghi URL, ví dụ { $url }
fault-say_query = điểm đo dns phải ghi tên miền cần hỏi
fault-only_for_dns = chỉ dùng cho điểm đo dns
fault-waits_too_long = mỗi lần đo chờ { $timeout_ms } ms, lâu hơn khoảng cách { $every_ms } ms giữa hai lần đo
fault-timeout_within = để timeout_ms không lớn hơn every_s
fault-no_ip_or_name = "{ $host }" không phải địa chỉ IPv4, cũng không phải tên máy (phần cuối của tên không thể là số)
fault-ip_or_name_form = ghi bốn số không quá 255, ví dụ 192.0.2.1, hoặc tên máy
fault-not_owned = { $target } thuộc { $owner }, đơn vị mà không đơn vị nào nhận nhiệm vụ chịu trách nhiệm
fault-name_owner = giao điểm đo cho đơn vị nhận nhiệm vụ hoặc đơn vị trực thuộc của đơn vị đó
fault-probe_scheme = không có loại điểm đo "{ $found }"; có icmp, tcp, dns, http, https, tls
fault-probe_no_url = phải là URL dạng tcp://máy:cổng
fault-probe_other_kind = địa chỉ { $scheme } không hợp với loại điểm đo { $kind }
fault-probe_too_long = địa chỉ dài quá { $limit } byte
fault-probe_letter = địa chỉ có ký tự ngoài bảng ASCII nhìn thấy được
fault-probe_user_name = địa chỉ có tên người dùng; không ghi tên hay mật khẩu vào điểm đo
fault-probe_no_host = "{ $found }" không phải là tên máy hay địa chỉ
fault-probe_no_port = "{ $found }" không phải là cổng
fault-probe_no_path = điểm đo { $kind } không dùng đường dẫn
fault-probe_no_question = "{ $found }" không phải là câu hỏi DNS
fault-probe_every_bounds = khoảng cách giữa hai lần đo phải từ 100 ms đến một ngày
fault-probe_timeout_bounds = thời gian chờ phải từ 1 ms đến một phút
fault-probe_timeout_over = thời gian chờ dài hơn khoảng cách giữa hai lần đo
fault-probe_fail_after_bounds = fail_after phải từ 1 đến 1.000
fault-probe_twice = ghi hai lần
fault-probe_query_form = ghi tên miền, thêm loại bản ghi nếu khác A, ví dụ "tet.example AAAA"
fault-probe_address_form = ghi máy, máy:cổng hoặc URL bằng ký tự ASCII, không kèm tên người dùng
fault-probe_see_reference = ghi đúng như tài liệu tra cứu tệp đợt bảo đảm
fault-none_granted = điểm đo { $target } sẽ không được đo: nút chưa được cấp dải địa chỉ nào để đo { $address }; cấp dải cho { $owner } ở mục [measure.granted] của tệp cấu hình nút
fault-not_granted = điểm đo { $target } sẽ không được đo: { $address } nằm ngoài các dải được cấp ({ $granted }); cấp dải cho { $owner } ở mục [measure.granted] của tệp cấu hình nút

# Cách chứng minh.
fault-same_check_twice = yêu cầu cùng một { $check } hai lần
fault-first_in_line_change = đã có ở dòng { $line }; bỏ một, hoặc sửa cho khác nhau
fault-not_for_check = không dùng cho cách chứng minh { $check }
fault-check_takes = { $check } dùng { $keys }
fault-check_takes_grade = { $check } chỉ dùng min_grade
fault-needed_by = còn thiếu: cách chứng minh { $check } phải có
fault-check_means = { $meaning }
fault-grade_too_high = chứng cứ của { $check } cao nhất là { $best }, nên yêu cầu này không bao giờ đạt
fault-measured_only = { $check } chỉ chứng minh bằng số liệu đo
fault-leave_out_for = bỏ khoá này thì yêu cầu là { $grade }
fault-no_threshold = { $check } không có ngưỡng { $name }
fault-other_unit = { $name } tính bằng { $unit }, không phải { $found }
fault-write_unit = ghi unit = "{ $unit }", và đổi giá trị theo đơn vị đó
fault-bad_side = "{ $sign }" cho phép phía xấu của { $name }
fault-write_sign = ghi "{ $sign }"
fault-write_sign_of = ghi "{ $sign }" hoặc "{ $other }"
fault-not_between_in = { $value } nằm ngoài khoảng từ { $least } đến { $most } { $unit }

# Tệp kèm theo.
fault-leads_out = chỉ ra ngoài thư mục của tệp này
fault-put_beside = đặt tệp cạnh tệp này và chỉ ghi tên, không có .. và không bắt đầu bằng /
fault-secret_letter = văn bản có dấu độ mật mà nút này chưa cách ly: không giữ lại phần nào
fault-only_isolated = chỉ nút đã cách ly mới nhận; các lỗi khác của tệp không được nêu
fault-leads_out_by_link = đặt chính văn bản cạnh tệp này, không dùng liên kết sang thư mục khác
fault-letter_empty = không đọc được văn bản: tệp rỗng
fault-letter_too_large = không đọc được văn bản: quá { $limit } byte, mức lớn nhất của một văn bản
fault-letter_not_utf8 = không đọc được văn bản: không phải chữ UTF-8, sai từ byte { $at }
fault-letter_binary = không đọc được văn bản: tệp nhị phân, byte { $at } là ký tự điều khiển
fault-letter_too_long = không đọc được văn bản: phần chữ dài quá { $limit } byte, mức lớn nhất của một văn bản
fault-letter_scanned = không đọc được văn bản: { $pages } trang là ảnh, không có chữ; lấy chính tệp .docx hoặc pdf có chữ, hoặc dán nội dung
fault-letter_other_kind = không đọc được văn bản: không phải chữ thuần, .docx hay pdf
fault-letter_form = văn bản là chữ UTF-8, .docx hoặc pdf có chữ: đặt tệp cạnh tệp này
fault-letter_absent = không có trong các văn bản gửi cùng tệp
fault-add_letter = gửi kèm văn bản này
fault-other_digest = { $known } không phải là mã băm SHA-256 của văn bản, là { $found }
fault-put_back_letter = văn bản đã bị sửa hoặc là văn bản khác: đặt lại văn bản đã dùng khi soạn tệp, hoặc soát lại từng câu trích rồi ghi mã băm của nó
fault-read_otherwise = văn bản vẫn là tệp đó, nhưng chương trình này đọc ra phần chữ khác: soát lại từng câu trích rồi ghi mã băm của phần chữ
fault-quote_differs = [{ $from }, { $to }) của văn bản là "{ $there }", không phải câu trích
fault-quote_outside = [{ $from }, { $to }) nằm ngoài văn bản, văn bản có { $length } ký tự
fault-quote_nowhere = không văn bản nào có câu trích ở [{ $from }, { $to })
fault-quote_stands = câu trích nằm ở [{ $from }, { $to }]
fault-quote_missing = câu trích không có trong văn bản: ghi nguyên văn, kể cả chỗ xuống dòng

# Bút toán: trường bất kỳ.
fault-unknown_kind = không có loại { $kind }; các loại: { $known }
fault-unknown_field = không có trường này
fault-not_text = phải là chữ
fault-not_slug = phải là mã gồm a-z, 0-9 và dấu "-"
fault-not_time = phải là thời điểm dạng YYYY-MM-DDTHH:MM:SS.mmmZ
fault-not_digest = phải là mã băm SHA-256 gồm 64 chữ số thập lục phân viết thường
fault-not_blob = phải là mã băm SHA-256 của tệp đã gửi, gồm 64 chữ số thập lục phân viết thường
fault-not_entry_id = phải là mã bút toán
fault-none_of = phải là một trong: { $words }
fault-not_flag = phải là true hoặc false
fault-not_integer = phải là số nguyên
fault-not_count = phải từ 0 đến 4294967295
fault-negative = không được âm
fault-zero = không được bằng 0
fault-not_list = phải là danh sách
fault-not_map = phải là nhóm trường có tên
fault-not_texts = phải là danh sách chữ
fault-not_log = không phải là tên sổ
fault-target_twice = nêu điểm đo { $target } hai lần
fault-too_long = dài quá { $limit } ký tự
fault-no_words = để trống
fault-hidden_letter = có ký tự { $letter } mà người đọc không nhìn thấy
fault-not_subject = phải là { $subject }
fault-grade_of = { $kind } chỉ nhận mức tin cậy: { $grades }

# Thời gian của bút toán.
fault-still_to_come = thời điểm này chưa tới
fault-long_before = trước mọi đợt bảo đảm đang hiệu lực hơn một năm
fault-long_after = sau mọi đợt bảo đảm đang hiệu lực hơn một năm
fault-not_after_held = phải sau thời điểm xảy ra
fault-reply_too_late = phải trong vòng một năm kể từ thời điểm xảy ra
fault-not_one_moment = phải là một thời điểm
fault-no_period = phải là khoảng thời gian không quá 49 ngày
fault-gap_too_long = dài hơn cả kỳ
fault-sent_too_few = nhỏ hơn tổng số trả lời và số mất

# So với các đợt bảo đảm đang hiệu lực.
fault-in_no_campaign = { $organisation } không thuộc đợt bảo đảm nào đang hiệu lực
fault-no_campaign = { $campaign } không phải đợt bảo đảm đang hiệu lực
fault-no_organisation_of = không phải đơn vị của { $campaign }
fault-no_obligation_of = { $obligation } không phải nhiệm vụ của { $organisation } trong đợt bảo đảm đang hiệu lực
fault-no_target_of = { $target } không phải điểm đo của { $organisation } trong đợt bảo đảm đang hiệu lực
fault-no_check_reads = không cách chứng minh nào của { $obligation } dùng { $kind }
fault-no_figure_of = { $figure } không phải số liệu của { $obligation }; nhiệm vụ này có { $known }
fault-no_figures = { $obligation } không có số liệu: các cách chứng minh của nhiệm vụ này không cho số liệu nào
fault-no_plan_of = không thuộc các phương án được yêu cầu: { $plans }
fault-no_item_of = { $item } không có trong danh mục kiểm tra của { $obligation }
fault-no_shift_of = không thuộc các ca trực: { $shifts }
fault-other_briefing = không phải bản quán triệt đang hiệu lực
fault-answered_twice = { $item } được trả lời hai lần
fault-photos_differ = ghi { $said } ảnh, nhưng có { $carried } ảnh kèm theo

# Ai được ghi.
fault-only_regulator_waives = chỉ cơ quan quản lý được miễn nhiệm vụ
fault-only_regulator_speaks = chỉ cơ quan quản lý được ghi về đơn vị khác
fault-waiver_for_whom = còn thiếu: phải nêu miễn cho đơn vị nào
fault-position_of_whom = chỉ ghi khi ký thay người khác, và khi đó phải ghi
fault-given_to_nobody = còn thiếu: phải giao cho một đơn vị hoặc một người
fault-person_of_account = chỉ ghi khi có nêu tài khoản, và khi đó phải ghi
fault-not_one_given = phải nêu đúng một mục: việc đã giao được thu lại theo mã của mục đó
fault-only_when_given = chỉ dùng khi giao việc
fault-no_unit_of = { $unit } không phải đơn vị trực thuộc { $owner } trong đợt đang có hiệu lực
fault-own_plan = không ai tự duyệt phương án của mình
fault-same_state = trùng với trạng thái trước đó

# Bút toán được trả lời.
fault-answers_none = còn trống: phải nêu các bút toán liên quan
fault-not_one_draft = phải nêu đúng một bút toán: mỗi lần ký một dự thảo
fault-not_one_entry = phải nêu đúng một bút toán: đính chính thay cho một bút toán
fault-other_document = không trùng với mã băm của báo cáo
fault-corrects_nothing = còn thiếu: đính chính phải rút lại, hoặc nêu số liệu nào thay đổi
fault-anothers = { $entry } nằm trong sổ của đơn vị khác: người ghi hoặc cơ quan quản lý mới đính chính được
fault-measured_stays = { $entry } là số liệu đo: chỉ số liệu đo khác hoặc cơ quan quản lý đính chính được; hãy giải trình
fault-not_about = không phải đơn vị mà { $entry } nói đến
fault-not_obligation_of = không phải nhiệm vụ của { $entry }
fault-restates_measurement = ghi lại số liệu đo, trong khi số liệu đo chỉ được rút lại hoặc giữ nguyên
fault-says_already = ghi đúng như { $entry } đã ghi

# Những gì sổ không nhận.
fault-not_this_way = { $kind } không ghi theo cách này
fault-kind_unknown = không có loại { $kind }
fault-answers_too_many = nêu quá { $limit } bút toán
fault-document_not_uploaded = chưa có văn bản này trên máy chủ; hãy gửi lên trước
fault-file_not_utf8 = không phải chữ UTF-8
fault-issuer_no_regulator = { $organisation } không phải cơ quan quản lý trong đợt bảo đảm này
fault-not_a_name = không phải là mã đơn vị
fault-no_duty_entry = { $entry } không có trong sổ trực này
fault-not_heard = không nêu dòng sổ trực nào ghi đã nghe đơn vị này
fault-relay_answers_none = còn trống: phải nêu dòng sổ trực đã nghe điều này
fault-no_report_of_yours = { $entry } không phải báo cáo do đơn vị bạn lập
fault-not_as_drafted = không đúng như trong dự thảo
fault-not_disputed = không phải nội dung khiếu nại
fault-dispute_decided = khiếu nại này đã có quyết định
fault-disputes_wait = quá số khiếu nại được chờ cùng lúc: đơn vị đã có { $limit } khiếu nại chưa có quyết định
fault-own_dispute = khiếu nại do chính bạn mở: người khác quyết định
fault-no_private_field = { $field } không phải nội dung riêng của bút toán
fault-campaign_file_stays = không xoá được tệp đợt bảo đảm
fault-no_delegation = không thuộc uỷ quyền nào đang hiệu lực cho việc này
fault-not_of_this_key = không thuộc những gì khoá máy này được nêu
fault-too_many_logs = nút đã có số sổ nhiều nhất có thể

# Lời và thời gian do người nhập.
fault-not_words = phải từ 1 đến { $limit } ký tự
fault-hidden_in_words = có ký tự { $letter } mà người đọc không nhìn thấy
fault-not_reason = để trống hoặc dài quá { $limit } ký tự
fault-none_named = chưa chọn mục nào
fault-not_minutes = phải từ 1 đến { $limit }
fault-until_before_from = phải sau lúc bắt đầu
fault-until_past = đã qua
fault-until_far = cách đây hơn một năm
fault-not_within_year = phải trong vòng một năm kể từ bây giờ
fault-secret_words = nội dung có dấu độ mật mà nút này chưa cách ly: không giữ lại phần nào
fault-too_large = lớn quá { $limit } byte

# Tệp không xem được bên trong, nên không biết có dấu độ mật hay không.
fault-file_damaged = tệp hỏng hoặc có mật khẩu, không xem được bên trong có dấu độ mật hay không; hãy lưu lại không đặt mật khẩu
fault-file_many_parts = tệp có hơn { $limit } phần; hãy lưu lại với ít hình hơn
fault-file_unpacks_large = tệp giải nén ra quá { $limit } byte; hãy tách nhỏ
fault-file_nested = tệp chứa tệp trong tệp sâu quá { $limit } lớp; hãy gửi riêng các tệp bên trong
fault-file_old_office = tệp của chương trình văn phòng cũ hoặc có mật khẩu; hãy lưu lại thành .docx hoặc .xlsx không đặt mật khẩu
fault-file_rtf = tệp .rtf không xem được bên trong; hãy lưu lại thành .docx
fault-file_sealed = tệp chứa một tệp nén không xem được bên trong; hãy gửi chính nội dung của nó
fault-file_pdf = không xem được tệp PDF này viết gì (hỏng, có mật khẩu, quá lớn, hoặc chữ không tra ra được); hãy in lại ra PDF mới hoặc quét lại
fault-file_pdf_files = tệp PDF kèm tệp khác hoặc biểu mẫu XML; hãy gửi riêng các tệp đó và in lại ra PDF mới

# Tài khoản, khoá máy, uỷ quyền.
fault-login_taken = đã có người dùng tên này
fault-login_of_another = sau dấu @ chỉ được là { $organisation }
fault-factor_is_on = đang bật; hãy gỡ trước
fault-role_for_programs = vai trò này dành cho chương trình, không mời được
fault-role_of_regulator = vai trò này chỉ giao trong cơ quan quản lý
fault-own_account = là tài khoản của chính bạn; quản trị viên khác làm việc này
fault-last_administrator = là quản trị viên cuối cùng của đơn vị không có cấp trên
fault-recovery_asked = tài khoản này đã có yêu cầu khôi phục
fault-recovery_own = do chính bạn yêu cầu; quản trị viên khác xác nhận
fault-recovery_asker_gone = người yêu cầu không còn quản lý tài khoản này
fault-recovery_new_hands = cần quản trị viên có tài khoản không ai đụng đến trong { $hours } giờ trước khi xin; tài khoản của bạn vừa được mời, đổi vai trò, mở lại hoặc khôi phục
fault-recovery_asker_new = do quản trị viên có tài khoản vừa bị đụng đến trong { $hours } giờ trước đó yêu cầu
fault-recovery_own_factor = là tài khoản có xác thực hai lớp; người gỡ phải tự bật xác thực hai lớp ít nhất { $hours } giờ trước
fault-recovery_asker_factor = là tài khoản có xác thực hai lớp, mà người yêu cầu chưa tự bật xác thực hai lớp đủ { $hours } giờ
fault-account_shut_out = tài khoản đang bị khoá
fault-account_waits = tài khoản chưa đặt mật khẩu; hãy mời lại
fault-account_enrolled = tài khoản đã đặt mật khẩu
fault-key_revoked = khoá máy này đã bị thu hồi
fault-never_machines = khoá máy không bao giờ được làm việc { $action }
fault-without_read_board = có quyền đọc mà thiếu quyền read_board
fault-key_names_too_many = nêu quá { $limit } mục
fault-own_delegation = là tài khoản của chính bạn: không ai tự uỷ quyền cho mình
fault-holder_shut_out = tài khoản đang bị khoá
fault-not_to_sign = không giao được cho tài khoản này quyền ký { $action } của { $organisation }

# Yêu cầu gửi lên.
fault-not_your_password = không đúng mật khẩu của bạn
fault-password_short = ít hơn { $least } ký tự
fault-password_long = dài quá { $limit } byte
fault-password_commonplace = thuộc những mật khẩu bị thử đầu tiên
fault-invitation_bad = mã không có, đã dùng hoặc quá hạn
fault-code_bad = mã không có giá trị: sai, quá hạn hoặc đã dùng
fault-no_file_name = phải là tên tệp không quá { $limit } ký tự, không có dấu / \ "
fault-too_many_letters = quá { $limit } văn bản
fault-file_or_form = đi cùng `file`: chỉ gửi một trong hai
fault-other_draft_document = không phải văn bản của dự thảo này
fault-other_draft_counts = không phải các con số của dự thảo này
fault-no_role = không có vai trò này
fault-by_machines_only = do máy ghi, không ghi bằng tay
fault-grade_of_program = chương trình ghi loại này chỉ ở mức { $grade }
fault-person_not_measured = người ghi không phải là số liệu đo
fault-own_countersign = cần bên thứ hai: không ai tự đối chứng lời của mình
fault-id_not_a_client_s = không phải UUID phiên bản 7: mã phiên bản 8 chỉ do nút tự tạo
fault-measured_here = nút này tự đo { $target }: chương trình khác không ghi thay
fault-by_node_alone = chỉ do nút tự ghi, về đồng hồ và tệp của chính nó
fault-range_too_long = phải trước thời điểm cuối, và không cách quá 120 ngày
fault-row_conflict = nhiệm vụ, đơn vị và thời điểm này đã được ghi với nội dung khác, bởi tài khoản khác hoặc trong đợt khác; hãy đính chính bút toán đó
fault-row_repeats = trùng với lần kiểm tra ở dòng { $line }: cùng nhiệm vụ, đơn vị và thời điểm
fault-row_denied = vai trò của bạn không được làm việc này
fault-row_unknown = không có đơn vị này
fault-time_no_zone = "{ $value }" chưa ghi múi giờ; ghi như 2027-02-06T00:00:00+07:00
fault-time_unread = "{ $value }" không phải là thời điểm; ghi như 2027-02-06T00:00:00+07:00
fault-time_out_of_range = thời điểm nằm ngoài các năm từ 1 đến 9999
fault-not_a_slug = "{ $value }" không phải là mã: từ 1 đến 64 ký tự a-z, 0-9 và dấu "-"
fault-owes_nothing = không có gì để báo cáo: { $organisation } không có nhiệm vụ trong đợt { $campaign }
fault-nobody_owes = không có gì để báo cáo: các đơn vị bạn xem được không có nhiệm vụ trong đợt { $campaign }
fault-report_kinds = không phải là một trong các dạng docx, pdf, xlsx, txt, png
fault-report_no_picture = báo cáo dài quá, không đưa vừa một ảnh: hãy lấy bản pdf hoặc docx, hoặc lập cho một đơn vị
fault-report_too_long = báo cáo dài quá đối với dạng này: hãy lấy bản docx hoặc xlsx, hoặc lập cho một đơn vị
fault-report_of_future = { $at } chưa tới (bây giờ là { $now }); báo cáo chỉ nói tình hình hiện tại hoặc đã qua

# Vì sao không có câu trả lời.
fault-storage_busy = ổ dữ liệu của nút đang bận; hãy thử lại
fault-storage_closed = nút đang dừng; thử lại khi nút chạy lại
fault-storage_damaged = dữ liệu bị hỏng; người vận hành nút xem chỗ hỏng trong nhật ký của nút
fault-storage_unreachable = cơ sở dữ liệu của nút chưa trả lời; hãy thử lại sau ít phút
fault-storage_full = ổ dữ liệu của nút đã đầy; người vận hành nút phải dọn chỗ
fault-storage_failed = người vận hành nút xem nguyên nhân trong nhật ký của nút
fault-nul_character = có ký tự NUL
fault-body_not_json = nội dung gửi lên không phải JSON: { $cause }
fault-body_unfit = nội dung gửi lên không đúng dạng cần ở đây: { $cause }
fault-body_unread = nội dung gửi lên không đến đủ
fault-query_unfit = phần hỏi sau dấu ? không đúng dạng cần ở đây: { $cause }
fault-query_unknown = "{ $name }" không phải tham số mà địa chỉ này nhận
fault-query_twice = "{ $name }" được ghi hai lần
fault-no_key_text = phải là chữ ASCII từ 1 đến { $limit } ký tự
fault-no_place_in_list = không có chỗ này trong danh sách
fault-position_beyond = vị trí nằm ngoài sổ
fault-position_no_log = vị trí nêu một sổ không có
fault-question_long = câu tìm dài quá { $limit } ký tự
fault-size_beyond = cỡ sổ trước nằm ngoài sổ
fault-directory_not_empty = thư mục không trống
fault-attachment_name = tên tệp đính kèm có ký tự không được dùng

# Bảng tính: cả bảng.
fault-sheet_too_large = bảng lớn quá { $limit } byte
fault-sheet_not_utf8 = không phải chữ UTF-8; hãy lưu bảng dạng "CSV UTF-8"
fault-sheet_empty = bảng trống
fault-sheet_named_empty = trang "{ $sheet }" trống
fault-sheet_too_long = bảng có quá { $limit } dòng; hãy tách ra
fault-sheet_unreadable = không đọc được thành bảng: { $why }
fault-under_no_column = { $cell } không nằm dưới cột nào của dòng đầu
fault-too_many_columns = có quá { $limit } cột
fault-beyond_columns = { $cell } vượt quá { $limit } cột
fault-column_missing = thiếu cột { $column }; dòng đầu ghi { $known } và các mục kiểm tra
fault-column_twice = cột "{ $column }" ghi hai lần
fault-column_unknown = cột "{ $column }" không phải cột quy định, cũng không phải mã của mục kiểm tra

# Bảng tính: dòng và ô.
fault-cells_differ = có { $found } ô, phải có { $wanted }
fault-cell_error = ô đang báo lỗi của bảng tính
fault-cell_empty = để trống
fault-cell_no_slug = "{ $value }" không phải là mã: từ 1 đến 64 ký tự a-z, 0-9 và dấu "-"
fault-cell_no_zone = "{ $value }" chưa ghi múi giờ; ghi như 2027-02-06T00:00:00+07:00
fault-cell_no_time = "{ $value }" không phải là thời điểm; ghi như 2027-02-06T00:00:00+07:00
fault-cell_time_out_of_range = thời điểm nằm ngoài các năm từ 1 đến 9999
fault-cell_too_long = dài quá { $limit } ký tự
fault-cell_none_of = phải là một trong: { $words }
fault-answers_nothing = không trả lời mục kiểm tra nào

# Tệp bảng tính.
fault-book_too_large = tệp bảng tính lớn quá { $limit } byte
fault-book_no_sheet = tệp không có trang này; có { $sheets }
fault-book_no_place = tệp không cho biết trang tính nằm ở đâu
fault-book_damaged = tệp bảng tính bị hỏng: { $why }
fault-book_not_opened = không phải tệp bảng tính: không mở được
fault-book_too_many_parts = tệp bảng tính có quá { $limit } phần
fault-book_not_unpacked = tệp bảng tính bị hỏng: không giải nén được { $part }
fault-book_unpacks_large = tệp bảng tính giải nén ra quá { $limit } byte
fault-book_incomplete = không phải tệp bảng tính: thiếu { $part }
fault-book_too_many_sheets = tệp bảng tính có quá nhiều trang
fault-book_too_many_texts = tệp bảng tính có quá { $limit } chuỗi chữ

# Loại giá trị của TOML.
toml-string = chữ
toml-integer = số nguyên
toml-float = số thập phân
toml-boolean = true/false
toml-datetime = ngày giờ
toml-array = danh sách
toml-inline-table = bảng một dòng
toml-table = bảng
toml-array-of-tables = danh sách bảng
toml-none = trống

# Ý nghĩa của khoá phải có, của cách chứng minh và của ngưỡng.
meaning-schema = phiên bản của dạng tệp
meaning-campaign = đợt bảo đảm
meaning-campaign-id = mã ngắn, không trùng trên nút
meaning-campaign-title = tên hiển thị
meaning-campaign-zone = múi giờ của đợt bảo đảm: Asia/Ho_Chi_Minh
meaning-campaign-from = thời điểm bắt đầu
meaning-campaign-to = thời điểm ngay sau khi kết thúc
meaning-directive-file = tên tệp đặt cạnh tệp này
meaning-directive-sha256 = mã băm SHA-256 của phần chữ: của chính tệp nếu là chữ UTF-8, không thì của phần chữ đọc ra
meaning-directive-original_sha256 = mã băm SHA-256 của tệp .docx hay pdf mà phần chữ được đọc ra
meaning-phase-from = thời điểm bắt đầu
meaning-phase-to = thời điểm ngay sau khi kết thúc
meaning-critical-from = thời điểm bắt đầu
meaning-critical-to = thời điểm ngay sau khi kết thúc
meaning-freeze-from = thời điểm bắt đầu
meaning-freeze-to = thời điểm ngay sau khi kết thúc
meaning-organisation = các đơn vị và đơn vị trực thuộc
meaning-organisation-id = mã ngắn, cũng là tên sổ của đơn vị
meaning-organisation-kind = loại đơn vị
meaning-target-id = mã ngắn
meaning-target-owner = đơn vị có mạng được đo
meaning-target-kind = cách đo
meaning-target-address = icmp: máy; tcp, dns, tls: máy:cổng; http, https: URL
meaning-briefing-id = mã ngắn
meaning-briefing-sha256 = mã băm SHA-256 của tệp
meaning-obligation = các nhiệm vụ được giao
meaning-obligation-id = mã ngắn, không trùng trên nút
meaning-obligation-quote = nguyên văn trong văn bản
meaning-obligation-owners = đơn vị phải thực hiện
meaning-obligation-check = cách chứng minh; trạng thái lấy theo cách xấu nhất
meaning-obligation-condition-quote = nguyên văn trong văn bản
meaning-obligation-check-kind = loại cách chứng minh
meaning-obligation-check-thresholds-name = số liệu bị giới hạn
meaning-obligation-check-thresholds-op = phía được phép
meaning-obligation-check-thresholds-value = mức giới hạn
meaning-obligation-check-thresholds-unit = đơn vị tính
meaning-obligation-check-thresholds-source = văn bản quy định mức này
meaning-obligation-check-thresholds-source_date = ngày của văn bản đó
meaning-obligation-check-checklist-item = mã ngắn của mục
meaning-check-acknowledgement = đơn vị đã tiếp nhận văn bản, có người ký tên
meaning-check-availability = điểm đo trả lời, thời gian gián đoạn trong ngưỡng
meaning-check-briefing = mọi ca trực nêu tên đã đọc bản quán triệt hiện hành
meaning-check-inspection = người ký tên xác nhận mọi mục kiểm tra đều đạt
meaning-check-plan = phương án đã nộp, đã duyệt hoặc đã diễn tập, theo requires
meaning-check-quality = trả lời đủ nhanh, mất gói đủ ít, chứng thư số còn đủ hạn
meaning-check-report = báo cáo yêu cầu đã được nộp
meaning-threshold-availability_ppm = tỷ lệ lần đo có trả lời trong cả đợt
meaning-threshold-outage_s = lần gián đoạn dài nhất
meaning-threshold-coverage_ppm = tỷ lệ thời gian có số liệu đo
meaning-threshold-rtt_us_p95 = phân vị 95 của thời gian trả lời trong một kỳ tổng hợp
meaning-threshold-loss_ppm = tỷ lệ mất gói trong một kỳ tổng hợp
meaning-threshold-cert_days_left = số ngày đến khi chứng thư số hết hạn
meaning-threshold-over_ppm = tỷ lệ thời gian được phép vượt ngưỡng; 50000 nếu không ghi

//! The words official letters are made of: who is addressed, what is asked of them, and what asks nothing.
//!
//! Phrases are in small letters, words separated by single spaces. A word missing here costs a sentence its place among
//! the obligations; it is then listed as unclaimed, so nothing is lost unseen.
use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::{Token, spells};

/// The first words of a body, which no name has: "Thực hiện Công văn số …", "Để chủ động …".
pub(super) const BODY_OPENERS: [&str; 10] =
    ["thực hiện", "căn cứ", "để", "nhằm", "theo", "triển khai", "tiếp theo", "trên cơ sở", "xét", "qua"];

/// Phrases by their first word, so that a look-up costs one hash. A phrase behind "!" bars the shorter ones it begins
/// with: "báo" is a verb, "báo chí" none.
pub(super) struct Lexicon(HashMap<&'static str, Vec<&'static str>>);

impl Lexicon {
    fn new(lists: &[&'static str]) -> Self {
        let mut phrases: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for phrase in lists.iter().flat_map(|list| list.split(',')).map(str::trim) {
            let first = phrase.trim_start_matches('!').split(' ').next().unwrap_or(phrase);
            phrases.entry(first).or_default().push(phrase);
        }
        Self(phrases)
    }

    /// How many tokens the longest phrase at `at` takes; 0 for none, and where that phrase is barred.
    pub(super) fn at(&self, tokens: &[Token], at: usize) -> usize {
        let Some(token) = tokens.get(at) else { return 0 };
        let Some(phrases) = self.0.get(token.lower.as_str()) else { return 0 };
        let (mut longest, mut barred) = (0, false);
        for phrase in phrases {
            let bars = phrase.starts_with('!');
            let length = spells(tokens, at, phrase.trim_start_matches('!'));
            if length > longest {
                (longest, barred) = (length, bars);
            }
        }
        if barred { 0 } else { longest }
    }
}

macro_rules! lexicon {
    ($(#[$doc:meta])* $name:ident, $($list:literal),+ $(,)?) => {
        $(#[$doc])*
        pub(super) static $name: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&[$($list),+]));
    };
}

lexicon!(
    /// What an addressee is told to do, as the first words of a predicate.
    VERBS,
    "chủ trì, quyết định, tổ chức, triển khai, thực hiện, tăng cường, rà soát, kiểm tra, kiểm soát, kiểm định, bảo đảm, đảm bảo, xây dựng",
    "chuẩn bị, bố trí, phối hợp, chỉ đạo, phân công, báo cáo, đề cao, nâng cao, duy trì, thông báo, cung cấp, xử lý",
    "xử lí, khắc phục, quán triệt, hướng dẫn, tuyên truyền, phát hiện, ngăn chặn, chấp hành, trực, cử, lập, gửi, nộp",
    "tập trung, đẩy mạnh, hạn chế, dừng, ngừng, tạm dừng, tạm ngừng, tham mưu, theo dõi, giám sát, quản lý, công bố",
    "niêm yết, ưu tiên, hỗ trợ, tạo điều kiện, cập nhật, sao lưu, đo kiểm, đo thử, bảo dưỡng, bảo trì, nâng cấp",
    "mở rộng, lắp đặt, điều chuyển, huy động, ứng cứu, thiết lập, kích hoạt, quan tâm, đôn đốc, phổ biến, nhắn tin",
    "gia cố, di dời, dự phòng, dự trữ, đăng tải, đăng phát, phát sóng, tiếp sóng, tiếp âm, nắm, nắm bắt, vận hành",
    "kiện toàn, thành lập, phê duyệt, ban hành, tuân thủ, cam kết, đề phòng, cảnh báo, thu hồi, thống kê, tổng hợp",
    "bổ sung, hoàn thành, hoàn thiện, ký, tránh, khôi phục, bảo vệ, phòng ngừa, phòng chống, phòng, tiếp nhận",
    "chuyển phát, vận chuyển, phục vụ, đáp ứng, giải quyết, đấu tranh, truy quét, thẩm định, củng cố, trang bị",
    "tăng, giảm, điều chỉnh, điều tiết, cân bằng tải, san tải, tối ưu, quy hoạch, thay thế, sửa chữa, kéo dài, bám sát",
    "đề xuất, đánh giá, tập huấn, diễn tập, luyện tập, thử nghiệm, kiểm thử, rút kinh nghiệm, tổng kết, sơ kết",
    "cấp, cho phép, miễn, ngăn ngừa, loại bỏ, gỡ bỏ, chặn, khóa, cài đặt, đổi mật khẩu, mã hóa",
    "niêm phong, soi chiếu, kiểm đếm, bàn giao, phân loại, đóng gói, giao nhận, thu gom, phát trả, phát, chuyển",
    "sẵn sàng, chịu trách nhiệm, có trách nhiệm, có phương án, có kế hoạch, có biện pháp, có giải pháp, có hình thức",
    "phản ánh, kiến nghị, liên lạc, thông tin, tiến hành, khai thác, đầu tư, sử dụng, đưa tin, đưa, treo, mở, lưu trữ",
    "lưu ý, chú ý, chú trọng, coi trọng, căn cứ, tham gia, đăng ký, khai báo, cắt cử, cắm, đóng, giữ, giữ vững, giữ gìn",
    "trao đổi, nhắc nhở, động viên, cảnh giác, làm tốt, làm, xác định, xác minh, rà quét, dò quét, quét, giám định",
    "đình chỉ, từ chối, yêu cầu, đề nghị, chia sẻ, dự báo, tính toán, mời, khuyến cáo, vệ sinh, gắn",
    "nghiên cứu, nhận diện, thẩm tra, thanh tra, thực thi, bồi dưỡng, tiết kiệm, chi trả, lãnh đạo việc, lãnh đạo thực hiện, lãnh đạo công tác, lãnh đạo tốt, báo ngay, báo về, báo cho, hủy bỏ, nâng, dành, thí điểm, kết nối",
    "phủ sóng, thường trực, là đầu mối, làm đầu mối, có mặt, có văn bản, có lịch, có danh sách, có kịch bản, truyền hình trực tiếp",
    "đi kiểm tra, đi khảo sát, đi thăm, lắp, lắp bổ sung, vá, chốt, nêu, nêu rõ, nói rõ, ghi, ghi rõ, ghi chép, ghi nhận và, ghi sổ, ghi nhật ký, lưu, lưu giữ, lưu sổ",
    "bó gọn, chỉnh trang, tuần tra, canh gác, vận động, dỡ bỏ, tháo dỡ, tháo gỡ, hoàn trả, dọn, dọn dẹp, thu dọn, phát quang",
    "che chắn, chằng chống, neo, kê, kê cao, nổ máy, chạy máy, chạy thử, bơm, nạp, sạc, cấp phát, phân bổ, phân phối, phân luồng",
    "phân tích, phân cấp, phân loại, điều phối, điều hành, điều động, sơ tán, cứu hộ, cứu trợ, tiếp tế, hoàn tất, phúc tra",
    "khảo sát, lồng ghép, phát động, ký kết, ký cam kết, giải trình, giải đáp, giải tỏa, xem xét, trình, tắt, bật, khởi động",
    "phản hồi, trả lời, phúc đáp, đính chính, thay đổi, chuyển đổi, đồng bộ, tích hợp, kê khai, cung ứng, phát hành, đào tạo",
    "rút ngắn, rút, cắt, cắt giảm, tinh giản, đấu nối, đặt, bố trí lại, sắp xếp, dán, dán nhãn, in, in ấn, sao gửi, sao lục, nhân bản",
    "tiêu hủy, hủy, tịch thu, tạm giữ, niêm phong, soát, soát xét, đối chiếu, đối soát, kiểm kê, kiểm thử, thử tải, thử, thử tín hiệu",
    "đo, đo lường, quay, quay video, chụp, chụp ảnh, định hướng, chấn chỉnh, chỉ định, lựa chọn, chọn, giới thiệu, phát huy, vận dụng",
    "khơi thông, giải phóng, tiếp cận, bám nắm, túc trực, ứng trực, trực chiến, ứng phó, ứng dụng, phòng tránh, khoanh vùng",
    "cách ly, cô lập, khử khuẩn, phun khử khuẩn, đo thân nhiệt, xét nghiệm, tiêm, đeo khẩu trang, kiểm duyệt, biên tập, đăng, viết bài",
    "mua, mua sắm, nhập, xuất, thuê, cho thuê, bán, giảm giá, giảm cước, miễn cước, miễn phí, hoàn cước, bồi thường, hoàn tiền",
    "đôn đốc nhắc nhở, nhắc, nhắc lại, giao ban, họp, tham dự, dự họp, dự, cử người, cử cán bộ, tiếp, đón, đưa đón, đưa vào",
    "phục hồi, tái lập, thông tuyến, hàn nối, củng cố lại, cân đối, dự trù, thẩm duyệt, duyệt, xác nhận, công khai, minh bạch",
    "thực hành tiết kiệm, quản lý chặt chẽ, siết chặt, thắt chặt, nghiêm túc thực hiện, chấm dứt, loại trừ, phòng ngừa",
    "đóng cửa, mở cửa, phân tuyến, mở thêm, tách, gộp, kích hoạt lại, ngắt, ngắt kết nối, khóa chiều, chuyển vùng, chuyển hướng",
    "chăm lo, thăm hỏi, chúc mừng, tôn trọng, tạo lập, định tuyến, cài, gửi lại, báo, báo trước, báo động, thay, dùng, rời, mang",
    "đăng nhập, truy cập, tiết giảm, gia hạn, kéo, kéo thêm, treo biển, cắm biển, dựng, xây, xây lắp, đào, đắp, chôn, ngầm hóa, hạ ngầm",
    "phân định, quy định, thỏa thuận, thống nhất, cụ thể hóa, gửi kèm, đính kèm, kèm theo, chỉ rõ, làm rõ, làm việc, hiệp đồng",
    "!nhận được, !thuê bao, !báo chí, !báo đảng, !lưu lượng, !lưu thông, !dự án, !dự kiến, !dự thảo, !tiếp theo, !tiếp viên, !trình độ, !bán kính",
    "!trực tuyến, !trực thuộc, !trực quan, !nêu trên, !nêu tại, !nêu ở, !kể trên, !bán lẻ, !xuất bản, !nhận thức, !trả trước, !trả sau, !mở đầu, !phòng ban, !phòng thủ, !phòng họp, !chuyển mạch, !đo lường, !quay số",
    "!thay mặt, !dùng chung, !in sao, !phát sinh, !đặt hàng, !kéo dài, !rút ra, !họp báo, !đón giao thừa, !cấp cứu, !cấp xã, !cấp huyện",
    "!cấp tỉnh, !cấp trên, !cấp ủy, !cấp độ, !cấp bách, !cấp thiết, !đăng kiểm, !nhập khẩu, !nhập cảnh, !xuất khẩu, !giữ nguyên, !mang tính",
    "!tăng cao, !tăng đột biến, !giảm dần, !ký hiệu, !lập tức, !phát biểu, !báo điện tử, !báo hiếu, !ghi nhận, !chuyển biến, !nâng cấp độ",
    "đẩy nhanh, thúc đẩy, tập hợp, tiếp thu, hoàn chỉnh, xử phạt, truy cứu, khởi tố, truy tố, khen thưởng, kiểm điểm, sửa đổi",
    "luân chuyển, tinh gọn, sáp nhập, tuyển dụng, bổ nhiệm, quyết toán, thanh toán, giải ngân, thu hút, khai thông, nạo vét, cứu chữa",
    "cứu giúp, tìm kiếm, chốt chặn, xuất cấp, xả lũ, tích nước, tiêm phòng, khử trùng, tiêu độc, chăm sóc, thu hoạch, đấu thầu, thi công",
    "nghiệm thu, giải phóng mặt bằng, đền bù, cưỡng chế, cấp phép, số hóa, làm sạch, bóc gỡ, vô hiệu hóa, chặn lọc, thu thập, nhân rộng",
    "tôn vinh, tặng quà, treo cờ, trang trí, tổ chức lại, sắp xếp lại, bảo quản, giữ bí mật, khống chế, dập dịch, truy vết, quy trách nhiệm",
    "tham khảo, tham vấn, lấy ý kiến, góp ý, cho ý kiến, tạm ứng, ứng trước, trích lập, miễn giảm, cơ cấu lại, giảm tải, chia tải, thay mới",
    "hạ thấp, gắn biển, rào chắn, cảnh giới, hộ tống, dẫn đường, bắt giữ, trấn áp, triệt phá, nắm chắc, nắm vững, đồng hành, ủng hộ, quyên góp",
    "hưởng ứng, ủy quyền, chuyển giao, tiếp quản, đàm phán, bình ổn, luân phiên, nghỉ bù, làm bù, học bù, dạy bù, cho nghỉ, cho học sinh nghỉ",
    "ổn định đời sống, ổn định tình hình, tái thiết, sửa sang, trao trả, trả lại, hoàn lại, tạm đình chỉ, đăng tin, cắt sóng, tắt sóng",
    "cân chỉnh, hiệu chỉnh, truy thu, khấu trừ, hậu kiểm, kiểm nghiệm, lấy mẫu, xếp lịch, lên lịch, lên phương án, lên kế hoạch, lên danh sách",
    "tiên phong, gương mẫu, đi đầu, làm gương, phấn đấu, trông giữ, trông coi, cất giữ, thu giữ, tra cứu, truy xuất, đối chứng, chấm điểm",
    "xếp loại, xếp hạng, bình xét, hồi âm, hồi báo, gọi điện, cắt điện, đóng điện, cấp điện, cấp nước, cấp nguồn, trưng dụng, ra quân, tập kết",
    "tái cấu trúc, tái sử dụng, phát tờ rơi, ghi hình, ghi âm, gỡ tin, gỡ bài, cải chính, giải thích, tập dượt, huấn luyện, đổi mới, kết hợp",
    "thu mua, thu xếp, giúp đỡ, giúp, điều trị, thu dung, khám sàng lọc, cho thôi, chỉ ra, đưa ra, đề ra, xác lập, nêu cao, dồn lực, dồn sức, tập trung cao độ",
    "phụ trách, di chuyển, gọi, gọi ngay, nhận, trả, phát hết, chấp nhận, kiểm soát chặt, chuẩn hóa, tổng rà soát, tổng kiểm tra, thường xuyên kiểm tra, chỉ huy, hợp đồng",
);
lexicon!(
    /// Words before the verb that themselves say something is demanded.
    MODALS,
    "phải, cần, cần phải, chủ động, tích cực, khẩn trương, nghiêm túc, kịp thời, thường xuyên, tiếp tục, nhanh chóng",
    "mạnh dạn, kiên trì, thực sự, thật sự, từng bước, ráo riết, hết sức, bằng mọi cách, bằng mọi biện pháp, toàn lực, trước tiên phải",
    "cùng, trực tiếp, quyết liệt, tuyệt đối, nghiêm chỉnh, chịu trách nhiệm, có trách nhiệm, được giao, sớm, lập tức",
    "đều, đều phải, trước hết phải, lại, bắt buộc phải, nghiêm chỉnh, chú trọng, tranh thủ, nỗ lực, quyết tâm, đặc biệt chú ý, gấp rút",
    "hãy, luôn, luôn luôn, bắt buộc, đồng thời, kiên quyết, nghiêm, ngay, trước mắt, định kỳ, tự, có nhiệm vụ, đồng loạt",
);
lexicon!(
    /// Predicates that forbid.
    PROHIBITIONS,
    "nghiêm cấm, cấm, không, không được, tuyệt đối không, tuyệt đối không được, nghiêm cấm việc, không được phép",
    "tuyệt đối nghiêm cấm, kiên quyết không, phải không, cần không, chỉ được, chỉ được phép, tuyệt đối cấm, nhất thiết không",
    "chưa được, chỉ cho phép, chỉ cho, không cho, không cho phép, dứt khoát không, nghiêm cấm mọi, cấm mọi",
);
lexicon!(
    /// "không" that forbids nothing.
    AFFIRMING_NOT,
    "không ngừng, không những, không chỉ, không phải chỉ, không còn, không phải, không kể, không phân biệt, không quá",
    "không bao gồm, không có, không ai, không thể",
);
lexicon!(
    /// What an authority does when it asks.
    REQUESTS,
    "đề nghị, yêu cầu, chỉ thị, giao, kính đề nghị, trân trọng đề nghị, giao nhiệm vụ cho, giao cho",
    "thông báo và đề nghị, thông báo và yêu cầu, hướng dẫn và đề nghị, hướng dẫn và yêu cầu, thông báo và kính đề nghị,",
    "yêu cầu và đề nghị, quán triệt và yêu cầu, ra chỉ thị, đề nghị và yêu cầu, trân trọng yêu cầu, giao trách nhiệm cho",
);
lexicon!(
    /// Words before "yêu cầu", "đề nghị", "chỉ thị", "giao" that make a noun of it.
    NOUN_MAKERS,
    "các, theo, đáp ứng, những, khi có, có, mọi, nhu cầu, bản, văn bản, phiếu, công văn, thực hiện, của, số, nhận được, bàn",
    "tiếp nhận, công điện, tinh thần, điểm, phù hợp, nội dung, được, bàn, giờ, thời gian, chỉ, một, hồ sơ",
);
lexicon!(
    /// Heads of noun phrases that name an addressee.
    ORGANISATIONS,
    "thủ trưởng, lãnh đạo, giám đốc, tổng giám đốc, phó giám đốc, người đứng đầu, chủ tịch, trưởng, doanh nghiệp, đơn vị",
    "cơ quan, sở, ubnd, ủy ban, bưu điện, bưu cục, chi nhánh, tập đoàn, tổng công ty, công ty, đài, báo, phòng",
    "trung tâm, cục, vụ, văn phòng, ban, ban chỉ huy, ban chỉ đạo, nhà mạng, tổ chức, công an, bộ, thanh tra, bộ phận",
    "cán bộ, cá nhân, tổ, đội, đội ngũ, điểm giao dịch, điểm phục vụ, đại lý, vnpt, viettel, mobifone, vinaphone, fpt",
    "vietnamobile, gtel, gmobile, cmc, sctv, vtvcab, vietnampost, bưu tá, huyện, tỉnh, thành phố, thị xã, xã, phường",
    "địa phương, ngành, hội, hiệp hội, cổng, trạm, nhà cung cấp, chủ đầu tư, viễn thông, người, nhân viên",
    "quý, quý đơn vị, quý cơ quan, quý doanh nghiệp, lực lượng, học viện, viện, nhà xuất bản, trường, khối, chánh, tổng",
    "vpost, viettel post, vnpt vinaphone, chủ mạng, cấp ủy, đảng ủy, thường trực, đồng chí, chủ mạng lưới, điện lực, kho bạc",
    "huyện ủy, tỉnh ủy, thành ủy, thị ủy, chi ủy, chi bộ, đảng bộ, tổ chức đảng, văn thư, kế toán, quản trị, nhà thầu, hai cơ quan",
    "thủ tướng, phó thủ tướng, chính phủ, bí thư, phó bí thư, phó chủ tịch, quốc hội, ban thường vụ, thứ trưởng, cục trưởng, vụ trưởng",
    "chánh thanh tra, chánh văn phòng, tổng cục trưởng, hiệu trưởng, viện trưởng, tư lệnh, chỉ huy trưởng, trưởng đoàn, tòa án",
    "viện kiểm sát, hải quan, bảo hiểm xã hội, công đoàn, biên phòng, bộ đội biên phòng, cảnh sát, đoàn thể, hạt kiểm lâm",
    "hai đơn vị, ba cơ quan, các bên, trung đoàn, tiểu đoàn, bộ chỉ huy, bộ tư lệnh, ban quản lý, hợp tác xã, kho, quầy, ca trực",
    "tổ trưởng, đội trưởng, nhóm, trưởng ban, trưởng phòng, chi cục, tổng cục, mặt trận, đoàn thanh niên, liên đoàn, ngân hàng",
    "bệnh viện, nhà trường, ban tổ chức, tiểu ban, hội đồng, tổ công tác, đoàn kiểm tra, đoàn công tác, đồng chí trưởng, anh, chị",
    "thông tấn xã, thường trực ban, hệ thống các cơ quan, liên hiệp, hội liên hiệp, đặc khu, chủ nhiệm, tổng thanh tra, thống đốc, viện trưởng",
    "chánh án, tổng kiểm toán, kiểm toán, quân khu, tổng tham mưu, thủ kho, ban giám đốc, ban giám hiệu, phó trưởng ban, phó chánh văn phòng",
    "tài xế, shipper, anh em, anh em shipper, cơ sở, !cơ sở dữ liệu, !cơ sở vật chất, !cơ sở hạ tầng, !cơ sở pháp lý, chủ quản, chủ sở hữu",
    "cộng tác viên, điểm ủy quyền, điểm cung cấp, hộ gia đình, hộ kinh doanh, chủ tàu, chủ hồ, chủ đập, chủ rừng, người áp tải, nhà đài",
    "phóng viên, thuyền trưởng, !quý i, !quý ii, !quý iii, !quý iv, !quý 1, !quý 2, !quý 3, !quý 4, bộ đội, dân quân, toàn thể anh chị em",
    "anh chị, nhân viên giao hàng, người đứng đầu, người dùng, khách hàng, chủ thuê bao, chủ đầu tư, giao dịch viên, lái xe, cửa hàng",
);
lexicon!(
    /// Words that may open a noun phrase.
    DETERMINERS,
    "các, những, mỗi, từng, tất cả các, tất cả, toàn thể, toàn bộ, mọi, riêng, đối với, riêng các, một số, riêng đối với",
);
lexicon!(
    /// Verbs that may belong to the name of an addressee: "doanh nghiệp cung cấp dịch vụ".
    RELATIVE_VERBS,
    "cung cấp, kinh doanh, hoạt động, khai thác, quản lý, vận hành, sở hữu, tham gia, chuyển phát, trực thuộc",
    "liên quan, phát, tổ chức, phụ trách, thực hiện, sử dụng, phòng, giao nhận, vận chuyển, trực",
    "phát sóng, giám sát, thanh tra, đầu tư, phục vụ, tham mưu, xây dựng, bảo vệ, lưu trữ, được giao, cấp, hỗ trợ",
    "báo cáo, kiểm định, thiết lập, tự, ứng cứu, tiếp sóng, thi công, đấu thầu, thanh toán, chăm sóc, tìm kiếm, cứu nạn, điều trị, thu mua",
);
lexicon!(
    /// After a subject, or at the head: a fact, not a demand.
    FACTS,
    "đã, đang, vừa, vẫn, là, được, bị, có thể, sẽ, diễn ra, chưa, đã được, vừa qua, kính báo, trân trọng, xin, rất, gồm",
    "kêu gọi, phê bình, nhận được, có, bao gồm, kính gửi, bắt đầu, kết thúc, xảy ra, đổ bộ, hoan nghênh, đánh giá cao",
    "thống nhất với, thống nhất chủ trương, thống nhất đánh giá, đồng ý, nhất trí, chấp thuận, cơ bản, nhìn chung, tương đối, khuyến khích, được phép, ghi nhận, biểu dương, có hiệu lực, kéo dài từ, còn, cũng, nay, kính mong, gây, kéo dài, theo dự báo, dự kiến, cảm ơn",
);
lexicon!(
    /// "có" that demands.
    DEMANDING_HAVE,
    "có mặt, có lịch, có danh sách, có kịch bản",
    "có trách nhiệm, có phương án, có kế hoạch, có biện pháp, có giải pháp, có nhiệm vụ, có hình thức, có văn bản",
);
lexicon!(
    /// First words of a circumstance that stands before the main clause.
    CIRCUMSTANCES,
    "để, nhằm, trong, khi, nếu, trường hợp, căn cứ, thực hiện, theo, trước, sau, từ, nhận được, với, qua, do, tại",
    "trên cơ sở, hàng ngày, hằng ngày, định kỳ, ngay sau, ngay khi, đến, ngày, thời gian, hiện nay, vừa qua, mặc dù",
    "riêng, ngoài, bên cạnh, trên, dưới, vào, kể từ, tiếp theo, thi hành, triển khai, chậm nhất, hàng tuần, hằng tuần",
    "tuy nhiên, vì vậy, do đó, ngoài ra, đồng thời, bên cạnh đó, trên tinh thần, cuối cùng, trước hết, ngay từ, hàng tháng",
    "đêm, sáng, chiều, tối, hôm, suốt, giữa, cuối, đầu, tính đến, quá trình, hàng quý, hằng quý, mỗi khi, bất cứ khi nào, kể cả khi",
    "kết thúc, sau thời hạn, hết thời hạn, quá thời hạn, trước tình hình, căn cứ vào, trước mắt, cùng với, xét, về, nhân dịp, nhân, đặc biệt, cụ thể, tiếp tục thực hiện",
);
lexicon!(
    /// Things a sentence tells about when it opens with them.
    THINGS,
    "kinh phí, thời gian, thời hạn, thời điểm, tỷ lệ, tỉ lệ, số, tổng số, số lượng, nguyên nhân, danh sách, danh mục, hệ thống, hội",
    "nội dung, mức, khu vực, trụ sở, địa điểm, thành phần, đối tượng, phương châm, nguồn, chất lượng, công tác, việc, hàng, hàng hóa",
    "bưu gửi, bưu phẩm, tình hình, mưa, bão, lũ, nước, gió, sạt lở, giai đoạn, phân kỳ, bầu cử, kết quả, lễ, lễ hội, đại hội, hội nghị",
    "cuộc, chương trình, mạng, mạng lưới, thuê bao, tin nhắn, cáp, tuyến, đường, xe, thiết bị, máy, giá, cước, mọi, một số, nhiều, các",
    "những, văn bản, công văn, kế hoạch, phụ lục, mẫu, biểu, bảng, hồ sơ, điều, khoản, mục, phần, trách nhiệm, nhiệm vụ, giờ, đợt",
    "nhu cầu, lưu lượng, dung lượng, sản lượng, doanh thu, dịch vụ, hạ tầng, lỗ hổng, mã độc, địa chỉ, website, điện thoại, đồng bào",
    "nhân dân, cử tri, dịp, tết, năm, tháng, tuần, ngày, vụ, vụ việc, sự cố, thiệt hại, dịch, dịch bệnh, kỳ thi, đoàn, phiên, lịch",
    "mục đích, mục tiêu, yêu cầu chung, ý kiến, vướng mắc, khó khăn, chi phí, phí, quy mô, diện tích, tổng, toàn bộ, tất cả, phạm vi",
);
lexicon!(
    /// Kinds of documents, as they stand before a number.
    DOCUMENTS,
    "công văn, chỉ thị, công điện, quyết định, nghị định, nghị quyết, thông tư, thông tư liên tịch, thông báo, kế hoạch",
    "luật, văn bản, hướng dẫn, kết luận, thông tri, pháp lệnh, tờ trình, báo cáo, giấy mời, điện, công điện khẩn",
    "công điện hỏa tốc, cv, văn bản hợp nhất, quy chế, quy định, nghị quyết liên tịch, công thư, đề án",
    "bộ luật, lệnh, hiến pháp, sắc lệnh, chương trình, điều lệ, quy chuẩn, tiêu chuẩn, phương án, thông báo kết luận",
);
lexicon!(
    /// What a letter ends with out of politeness.
    COURTESIES,
    "trân trọng, xin trân trọng, rất mong, kính mong, xin chân thành, xin cảm ơn, chân thành cảm ơn, trân trọng cảm ơn",
    "kính chúc, chúc, sở trân trọng, trân trọng kính",
);
lexicon!(
    /// What a line about contacts begins with.
    CONTACT_OPENERS,
    "mọi thông tin, thông tin liên hệ, chi tiết liên hệ, chi tiết xin liên hệ, mọi chi tiết, đầu mối liên hệ, điện thoại",
    "đt, tel, email, mail, fax, địa chỉ, liên hệ, số điện thoại, hotline, đường dây nóng, di động, thông tin chi tiết",
    "đầu mối, website, trang thông tin điện tử, cổng thông tin điện tử, mọi vướng mắc xin, sđt",
    "thông tin đầu mối, cán bộ đầu mối, cán bộ liên hệ, người liên hệ, thư điện tử, hộp thư, số máy",
    "đầu mối tiếp nhận, địa chỉ tiếp nhận, nơi nhận báo cáo, báo cáo gửi về địa chỉ, thông tin phản hồi, thông tin xin",
);

//! By when, as letters write it: each row a sentence of a letter of 20 January 2027, and the moments it is due at.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::Taking;
use directive::{Deadline, Letter, LetterFile, read};

const FILE: LetterFile<'_> = LetterFile { name: "letter.txt", sha256: "00", original_sha256: None };

fn letter(body: &str) -> Letter {
    let text = format!(
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 12/SKHCN-VT\nSơn Hải, ngày 20 tháng 01 năm 2027\n\n\
         Kính gửi: Các doanh nghiệp viễn thông\n\nSở đề nghị các doanh nghiệp:\n\n{body}\n"
    );
    read(text.as_bytes(), &Taking::default()).unwrap()
}

fn moments(deadlines: &[Deadline]) -> Vec<String> {
    deadlines
        .iter()
        .flat_map(|deadline| deadline.at.iter().chain(&deadline.occurrences))
        .map(|moment| moment.replace(":00+07:00", ""))
        .collect()
}

fn expect(rows: &[(&str, &[&str])]) {
    for (sentence, due) in rows {
        let letter = letter(&format!("- {sentence}"));
        assert_eq!(letter.obligations.len(), 1, "{sentence}");
        assert_eq!(moments(&letter.deadlines), *due, "{sentence}");
    }
}

#[test]
fn a_day_takes_what_it_lacks_from_its_list_or_the_letters_day() {
    expect(&[
        ("Gửi phương án trước ngày 25/01.", &["2027-01-25"]),
        ("Gửi phương án trước 15/01.", &["2028-01-15"]),
        (
            "Báo cáo trước 16h00 các ngày 05, 06 và 08/02/2027.",
            &["2027-02-05T16:00", "2027-02-06T16:00", "2027-02-08T16:00"],
        ),
        ("Báo cáo trước ngày 15/6/2027 và ngày 15/12/2027.", &["2027-06-15", "2027-12-15"]),
        ("Báo cáo chậm nhất là ngày 4 tháng 3 năm 2027.", &["2027-03-04"]),
        ("Hoàn thành trước ngày\n25/01/2027.", &["2027-01-25"]),
        (
            "Báo cáo trước các mốc 08h00, 11h00 và 20h00 ngày 07/02/2027.",
            &["2027-02-07T08:00", "2027-02-07T11:00", "2027-02-07T20:00"],
        ),
    ]);
}

#[test]
fn the_letters_own_day_is_today() {
    expect(&[
        ("Báo cáo trước 19 giờ hôm nay (20/01/2027).", &["2027-01-20T19:00"]),
        ("Báo cáo trước 5h chiều nay.", &["2027-01-20T17:00"]),
        ("Báo cáo trước 6h30 sáng mai, 21/01.", &["2027-01-21T06:30"]),
    ]);
}

#[test]
fn lunar_days_are_given_as_solar_ones() {
    expect(&[
        ("Phát hết bưu gửi chậm nhất ngày 28 Tết.", &["2027-02-04"]),
        ("Báo cáo trước 10h sáng ngày mùng 6 Tết.", &["2027-02-11T10:00"]),
        ("Sửa chữa hệ thống loa trước ngày 23 tháng Chạp.", &["2027-01-30"]),
    ]);
}

#[test]
fn months_quarters_and_ranges_end_with_their_last_day() {
    expect(&[
        ("Hoàn thành vòng truyền dẫn trong tháng 6.", &["2027-06-30"]),
        ("Xây dựng quy chế phối hợp trong Quý II/2027.", &["2027-06-30"]),
        ("Cử cán bộ đến Sở đối chiếu số liệu từ ngày 18 đến ngày 20/02.", &["2027-02-20"]),
        ("Trực tăng cường từ ngày 04 đến ngày 10/02/2027.", &[]),
        ("Không thực hiện nâng cấp trong tháng 2.", &[]),
    ]);
}

#[test]
fn what_comes_back_is_listed_over_its_period_and_only_there() {
    expect(&[
        (
            "Báo cáo mỗi ngày 02 lần (07h00 và 16h00), từ ngày 05 đến ngày 06/02/2027.",
            &["2027-02-05T07:00", "2027-02-05T16:00", "2027-02-06T07:00", "2027-02-06T16:00"],
        ),
        (
            "Trao đổi thông tin vào thứ Sáu hằng tuần, từ ngày 05/02 đến ngày 19/02/2027.",
            &["2027-02-05", "2027-02-12", "2027-02-19"],
        ),
        (
            "Báo cáo trước 08h30 hàng ngày trong đợt trực (05/02 - 06/02/2027).",
            &["2027-02-05T08:30", "2027-02-06T08:30"],
        ),
        ("Báo cáo tiến độ 6 tháng một lần.", &[]),
        ("Gửi số liệu trước thứ Sáu hàng tuần.", &[]),
        ("Gửi báo cáo trước ngày 10 hàng tháng.", &[]),
        ("Gửi báo cáo trước ngày 10 hàng tháng, từ tháng 3 đến tháng 4/2027.", &["2027-03-10", "2027-04-10"]),
        (
            "Báo cáo trước 16h00 các ngày nghỉ Tết (từ ngày 05 đến ngày 06/02/2027).",
            &["2027-02-05T16:00", "2027-02-06T16:00"],
        ),
    ]);
}

#[test]
fn periods_between_dashes_rounds_and_rates_are_read() {
    expect(&[
        ("Báo cáo trước 17h00 hằng ngày trong kỳ thi (26–27/6).", &["2027-06-26T17:00", "2027-06-27T17:00"]),
        (
            "Báo cáo 02 lần/ngày (8h00, 16h00) từ ngày 05/02 đến ngày 05/02/2027.",
            &["2027-02-05T08:00", "2027-02-05T16:00"],
        ),
        (
            "Báo cáo lần 1: 10h00 ngày 22/5; lần 2: 17h00 ngày 22/5/2027.",
            &["2027-05-22T10:00", "2027-05-22T17:00"],
        ),
        ("Gửi báo cáo trước ngày 15 và 30/6.", &["2027-06-15", "2027-06-30"]),
        ("Sửa chữa tuyến cáp (hoàn thành 25/5).", &["2027-05-25"]),
        ("Dọn dẹp cột điện trước ngày 10/3 âm lịch.", &["2027-04-16"]),
        ("Di dời thiết bị trong ngày 21/01/2027.", &["2027-01-21"]),
        ("Bố trí ca trực trong ngày 23/5.", &[]),
    ]);
}

#[test]
fn a_clock_without_a_day_is_no_deadline() {
    expect(&[
        ("Khi xảy ra sự cố, báo cáo ngay về Sở.", &[]),
        ("Kịp thời khắc phục sự cố trong vòng 24 giờ.", &[]),
        ("Gửi báo cáo trong vòng 05 ngày làm việc kể từ khi khắc phục xong.", &[]),
        ("Trực 24/24 giờ.", &[]),
    ]);
}

#[test]
fn a_day_in_brackets_behind_a_task_is_its_deadline_and_behind_an_event_none() {
    expect(&[
        ("Kéo thêm cáp dự phòng cho sân vận động (30/01).", &["2027-01-30"]),
        ("Bố trí xe phát sóng phục vụ đêm Giao thừa (05/02/2027).", &[]),
        ("Thử tín hiệu lúc 15h00 ngày 29/01/2027.", &["2027-01-29T15:00"]),
        ("Truyền hình trực tiếp lễ khai mạc lúc 06 giờ 30 ngày 15/3/2027.", &[]),
        ("Đến hết ngày 20/6 phải hoàn thành nâng sàn thiết bị.", &["2027-06-20"]),
    ]);
}

#[test]
fn a_day_that_was_or_that_the_sender_keeps_is_no_deadline() {
    let letter = letter(
        "1. Sở đã đề nghị các đơn vị báo cáo trước ngày 15/01/2027.\n\
         2. Thời hạn báo cáo được điều chỉnh từ “trước ngày 29/01/2027” thành “trước ngày 25/01/2027”.",
    );
    assert_eq!(moments(&letter.deadlines), ["2027-01-25"]);
    assert_eq!(letter.obligations.len(), 1);
    assert_eq!(letter.obligations[0].deadlines, [0], "positions follow the deadlines that are kept");
}

#[test]
fn before_is_strict_and_by_is_not() {
    let letter = letter("- Gửi phương án trước ngày 25/01.\n- Báo cáo chậm nhất ngày 26/01.");
    assert!(letter.deadlines[0].strict && !letter.deadlines[1].strict);
}

#[test]
fn a_deadline_inside_a_holiday_says_which() {
    let letter = letter("- Báo cáo trước ngày mùng 2 Tết.\n- Báo cáo tổng kết trước ngày 20/02/2027.");
    let holidays: Vec<Option<&str>> =
        letter.deadlines.iter().map(|deadline| deadline.holiday.map(calendar::Holiday::name)).collect();
    assert_eq!(holidays, [Some("Tết Nguyên đán"), None]);
    let drafted = directive::draft(&letter, &FILE);
    assert!(drafted.contains("rơi vào dịp nghỉ Tết Nguyên đán"));
}

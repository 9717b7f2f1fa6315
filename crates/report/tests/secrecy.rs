//! A report of ours, handed in again: taken as it is, and refused once it says a secrecy mark, in any form.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod sample;

use access::secrecy::{Refused, Taking};
use intake::{IntakeFault, admit};
use report::{Language, Model, Wording};

fn forms(model: &Model) -> [Vec<u8>; 3] {
    let wording = Wording::of(Language::Vietnamese);
    let (template, data) = report::typst_source(model, wording).unwrap();
    let workbook = report::xlsx(model, wording).unwrap();
    [report::docx(model, wording).unwrap(), typeset::pdf(template, &data).unwrap(), workbook]
}

#[test]
fn a_report_is_taken_and_one_that_says_a_mark_is_refused() {
    let taking = Taking::default();
    for bytes in forms(&sample::model(7)).into_iter().chain(forms(&sample::model_saying("an toàn, bảo mật")))
    {
        assert_eq!(admit(&bytes, &taking), Ok(()));
    }
    for bytes in forms(&sample::model_saying("TỐI MẬT")) {
        assert_eq!(admit(&bytes, &taking), Err(IntakeFault::Secret(Refused)));
        assert_eq!(admit(&bytes, &Taking { isolated: true }), Ok(()));
    }
}

#[test]
fn a_mark_is_found_wherever_a_page_draws_it() {
    let pages = [
        "#set page(header: [TUYỆT MẬT])\nTrang 1",
        "#place(top + right, rotate(-45deg, text(size: 40pt, fill: gray)[MẬT]))\nTrang 1",
        "#table(columns: 2, column-gutter: 2em, [UBND TỈNH], [(Mật)])",
        "#text(tracking: 6pt)[TỐI MẬT]",
        "#text(fill: white, size: 1pt)[MẬT]",
        "#set document(title: \"MẬT\")\nTrang 1",
        "T#text(weight: \"bold\")[ỐI] #emph[MẬT]",
        "#columns(2)[Nơi gửi #colbreak() MẬT]",
        "trang\n#pagebreak()\n\nđầu trang sau\n\nMẬT",
    ];
    for source in pages {
        let bytes = typeset::pdf(source, b"{}").unwrap();
        assert_eq!(admit(&bytes, &Taking::default()), Err(IntakeFault::Secret(Refused)), "{source}");
    }
    for source in ["An toàn, bảo #strong[mật] thông tin", "= BẢO MẬT", "Đổi mật khẩu", "mật độ trạm", ""]
    {
        let bytes = typeset::pdf(source, b"{}").unwrap();
        assert_eq!(admit(&bytes, &Taking::default()), Ok(()), "{source}");
    }
}

//! Every form of a report on an invented province, to be looked at.
//!
//! `cargo run -p report --example papers DIR`

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::{error::Error, fs, path::Path};

use report::{Language, Wording};

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).ok_or("name a folder")?;
    let dir = Path::new(&dir);
    fs::create_dir_all(dir)?;
    let words = Wording::of(Language::Vietnamese);
    let model = sample::model(7);
    fs::write(dir.join("report.docx"), report::docx(&model, words)?)?;
    fs::write(dir.join("report.xlsx"), report::xlsx(&model, words)?)?;
    fs::write(dir.join("report.txt"), report::plain_text(&report::outline(&model, words)))?;
    let (template, data) = report::typst_source(&model, words)?;
    fs::write(dir.join("report.pdf"), typeset::pdf(template, &data)?)?;
    let (template, data) = report::picture_source(&model, words)?;
    for picture in typeset::png(template, &data, 144)? {
        fs::write(dir.join("report.png"), picture)?;
    }
    Ok(())
}

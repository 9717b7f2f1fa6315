//! Every paper on an invented province in every form, to be looked at.
//!
//! `cargo run -p report --example papers DIR`

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::{error::Error, fs, path::Path};

use report::{Language, Paper, Wording};

fn main() -> Result<(), Box<dyn Error>> {
    let dir = std::env::args().nth(1).ok_or("name a folder")?;
    let dir = Path::new(&dir);
    fs::create_dir_all(dir)?;
    let words = Wording::of(Language::Vietnamese);
    for paper in Paper::ALL {
        let (model, name) = (sample::paper(paper, 7), paper.name());
        fs::write(dir.join(format!("{name}.docx")), report::docx(&model, words)?)?;
        fs::write(dir.join(format!("{name}.txt")), report::plain_text(&report::outline(&model, words)))?;
        let (template, data) = report::typst_source(&model, words)?;
        fs::write(dir.join(format!("{name}.pdf")), typeset::pdf(template, &data)?)?;
        let (template, data) = report::picture_source(&model, words)?;
        for picture in typeset::png(template, &data, 144)? {
            fs::write(dir.join(format!("{name}.png")), picture)?;
        }
    }
    fs::write(dir.join("figures.xlsx"), report::xlsx(&sample::model(7), words)?)?;
    Ok(())
}

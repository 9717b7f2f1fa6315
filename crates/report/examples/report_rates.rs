//! How long a report takes to draw as it grows: 10, 100 and 1,000 obligations of three owners each.
//!
//! `cargo run --release -p report --example report_rates`; writes the largest of each to DIR when one is named.

#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock itself")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::{error::Error, fs, path::Path, time::Instant};

use report::{Language, Wording};

fn main() -> Result<(), Box<dyn Error>> {
    let words = Wording::of(Language::Vietnamese);
    println!(
        "obligations  cells  docx_ms  docx_bytes  data_bytes  pdf_ms  pdf_bytes  pdf_pages  pdf_ms_per_obligation"
    );
    for obligations in [10, 100, 1_000] {
        let model = sample::model(obligations);
        let start = Instant::now();
        let docx = report::docx(&model, words)?;
        let docx_ms = start.elapsed().as_secs_f64() * 1000.0;
        let start = Instant::now();
        let (template, data) = report::typst_source(&model, words)?;
        let pdf = typeset::pdf(template, &data)?;
        let pdf_ms = start.elapsed().as_secs_f64() * 1000.0;
        let pages = typeset::page_texts(template, &data)?.len();
        println!(
            "{obligations:>11}  {:>5}  {docx_ms:>7.1}  {:>10}  {:>10}  {pdf_ms:>6.0}  {:>9}  {pages:>9}  {:>21.2}",
            obligations * 3,
            docx.len(),
            data.len(),
            pdf.len(),
            pdf_ms / obligations as f64,
        );
        if let Some(dir) = std::env::args().nth(1) {
            fs::write(Path::new(&dir).join(format!("report-{obligations}.docx")), docx)?;
            fs::write(Path::new(&dir).join(format!("report-{obligations}.pdf")), pdf)?;
        }
    }
    Ok(())
}

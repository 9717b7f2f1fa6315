//! How long a letter takes to read: the letters that the reader was tuned on, one of them at 1, 10 and 100 times its
//! length, and 300 pages as .docx and as pdf.
//!
//! `cargo run --release -p directive --example letter_rates`.

#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock itself")]

#[path = "../tests/papers/blocks.rs"]
mod blocks;
#[path = "../tests/papers/docx.rs"]
mod docx;
#[allow(clippy::unwrap_used, reason = "the template is the tests' own")]
#[path = "../tests/papers/pdf.rs"]
mod pdf;

use std::{error::Error, fs, path::Path, time::Instant};

use access::secrecy::Taking;
use directive::{ReadFault, take};

/// The letter that is made longer.
const LETTER: &str = "so-tet-binh-ngo-bon-trang.txt";
/// Pages of the long paper.
const PAGES: usize = 300;
/// Characters of a page set by Decree 30: 35 lines of 75.
const PAGE_CHARS: usize = 2_600;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/letters/tuning");
    let mut letters = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            letters.push(fs::read(path)?);
        }
    }
    let mut slowest: f64 = 0.0;
    let mut all = 0.0;
    for letter in &letters {
        let (ms, _) = timed(letter)?;
        slowest = slowest.max(ms);
        all += ms;
    }
    println!("what             characters  obligations   file_bytes         ms  us_per_1000_characters");
    let letter = fs::read_to_string(folder.join(LETTER))?;
    for times in [1, 10, 100] {
        line(&format!("text, {times} times"), letter.repeat(times).as_bytes())?;
    }
    let long = letter.repeat((PAGES * PAGE_CHARS).div_ceil(letter.chars().count()));
    let blocks = blocks::blocks(&long);
    line("docx, 300 pages", &docx::docx(&blocks, docx::Setting { counted: true }))?;
    line("pdf, 300 pages", &pdf::pdf(&blocks, pdf::Setting { numbered: true, typed: false }))?;
    println!(
        "{} letters as text: {:.2} ms each, the slowest {slowest:.2} ms",
        letters.len(),
        all / letters.len() as f64
    );
    Ok(())
}

fn line(what: &str, bytes: &[u8]) -> Result<(), ReadFault> {
    let (ms, letter) = timed(bytes)?;
    let each = ms * 1e6 / letter.characters as f64;
    let (characters, obligations) = (letter.characters, letter.obligations.len());
    println!("{what:<16} {characters:>10}  {obligations:>11}  {:>11}  {ms:>9.2}  {each:>22.1}", bytes.len());
    Ok(())
}

/// The best of three, as the machine has other work as well.
fn timed(bytes: &[u8]) -> Result<(f64, directive::Letter), ReadFault> {
    let mut best: Option<(f64, directive::Letter)> = None;
    for _ in 0..3 {
        let start = Instant::now();
        let letter = take(bytes, &Taking::default())?.letter();
        let ms = start.elapsed().as_secs_f64() * 1000.0;
        if best.as_ref().is_none_or(|(least, _)| ms < *least) {
            best = Some((ms, letter));
        }
    }
    best.ok_or(ReadFault::Empty)
}

//! Prints what a letter says as JSON, or the text that is read of it: `cargo run -p directive --example read_letter --
//! [--text] LETTER`, where the letter is text, a .docx or a pdf.
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut named: Vec<_> = std::env::args_os().skip(1).collect();
    let shows_text = named.first().is_some_and(|first| first == "--text");
    let Some(path) = named.pop().filter(|_| named.len() == usize::from(shows_text)) else {
        eprintln!("usage: read_letter [--text] LETTER");
        return ExitCode::from(2);
    };
    let path = std::path::PathBuf::from(path);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(fault) => {
            eprintln!("{}: {fault}", path.display());
            return ExitCode::from(2);
        }
    };
    match directive::take(&bytes, &access::secrecy::Taking::default()) {
        Ok(taken) if shows_text => {
            println!("{}", taken.text());
            ExitCode::SUCCESS
        }
        Ok(taken) => {
            println!("{}", serde_json::json!(taken.letter()));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}: {fault}", path.display());
            ExitCode::from(2)
        }
    }
}

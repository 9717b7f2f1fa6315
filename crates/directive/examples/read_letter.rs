//! Prints what a letter says as JSON: `cargo run -p directive --example read_letter -- LETTER.txt`.
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: read_letter LETTER.txt");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(fault) => {
            eprintln!("{}: {fault}", path.display());
            return ExitCode::from(2);
        }
    };
    match directive::read(&bytes, &access::secrecy::Taking::default()) {
        Ok(letter) => {
            println!("{}", serde_json::json!(letter));
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{}: {fault}", path.display());
            ExitCode::from(2)
        }
    }
}

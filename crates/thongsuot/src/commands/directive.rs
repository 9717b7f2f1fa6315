//! `directive read`.

use super::input;
use crate::{
    args::{Directive, Format},
    outcome::{Answer, Fault, Outcome},
};
use directive::{Letter, Modality, ReadFault, Taken};
use std::path::Path;

/// Runs it.
pub fn run(command: Directive) -> Outcome {
    let Directive::Read { file, config, format } = command;
    let letter = take_letter(&file, config.as_deref())?.0.letter();
    match format {
        Format::Json => input::print_json(&letter)?,
        Format::Text => print(&letter)?,
    }
    Ok(Answer::Yes)
}

/// Takes a letter in under the node's rule on secrecy marks, with the bytes of its file. No fault quotes the letter.
pub fn take_letter(file: &Path, config: Option<&Path>) -> Result<(Taken, Vec<u8>), Fault> {
    let taking = input::taking(&input::config(config)?)?;
    let bytes = input::bytes(file, directive::MAX_PAPER_BYTES as u64)?;
    let taken = directive::take(&bytes, &taking).map_err(|fault| {
        let fault_of_file = Fault::input(format!("{}: {fault}", file.display()));
        match fault {
            ReadFault::Scanned { .. } => fault_of_file.hint(
                "take the document itself as .docx or as a pdf with text, or type its words into a text file",
            ),
            ReadFault::NoLetter => {
                fault_of_file.hint("a letter is text in UTF-8, a .docx or a pdf with text")
            }
            _ => fault_of_file,
        }
    })?;
    Ok((taken, bytes))
}

fn print(letter: &Letter) -> Result<(), Fault> {
    let unknown = "không có trong văn bản";
    input::print_line(&format!("số: {}", letter.number.as_deref().unwrap_or(unknown)))?;
    input::print_line(&format!("kính gửi: {}", letter.addressees.join("; ")))?;
    for citation in &letter.citations {
        input::print_line(&format!("căn cứ: {}", citation.number.as_deref().unwrap_or(unknown)))?;
    }
    for (number, obligation) in letter.obligations.iter().enumerate() {
        input::print_line(&format!(
            "{}. [{}] {}\n   {}",
            number + 1,
            match obligation.modality {
                Modality::Must => "phải",
                Modality::MustNot => "không được",
            },
            obligation.addressees.join("; "),
            obligation.quote
        ))?;
    }
    for sentence in &letter.unclaimed {
        input::print_line(&format!("không thuộc nhiệm vụ nào: {}", sentence.quote))?;
    }
    if !letter.complete {
        input::print_line("văn bản có vẻ bị cắt")?;
    }
    Ok(())
}

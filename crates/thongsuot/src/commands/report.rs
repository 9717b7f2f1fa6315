//! `report`: the document, with its bundle beside it.

use super::input;
use crate::{
    args::{Report, ReportKind},
    outcome::{Answer, Outcome},
};

/// Runs it.
pub fn run(flags: Report) -> Outcome {
    let config = input::config(flags.config.as_deref())?;
    input::fresh_folder("--out", &flags.out)?;
    let at = flags.at.as_deref().map(|text| input::moment("--at", text)).transpose()?;
    let organisation = input::organisation(flags.organisation)?;
    let kind = match flags.kind {
        ReportKind::Docx => app::ReportKind::Docx,
        ReportKind::Pdf => app::ReportKind::Pdf,
        ReportKind::Xlsx => app::ReportKind::Xlsx,
        ReportKind::Txt => app::ReportKind::Text,
        ReportKind::Png => app::ReportKind::Png,
    };
    let order = app::ReportOrder { campaign: flags.campaign, kind, at, organisation };
    let written = app::write_report(&config, &flags.data, order, &flags.out);
    let elsewhere = "its Reports page writes the same document";
    let name = input::runtime()?
        .block_on(written)
        .map_err(|fault| super::fault_beside_node(fault, &config, elsewhere))?;
    input::print_line(&flags.out.join(name).display().to_string())?;
    eprintln!("hint: `thongsuot verify {}` checks the bundle", flags.out.display());
    Ok(Answer::Yes)
}

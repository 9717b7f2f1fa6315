//! `verify`: whether a journal, a bundle, a report's folder or a dossier holds, without the server.

use super::input;
use crate::{
    args::{Format, Verify},
    outcome::{Answer, Fault, Outcome},
};
use journal::VerifierKey;

/// Runs it: exit 1 when anything does not hold.
pub fn run(flags: &Verify) -> Outcome {
    let key = flags
        .key
        .as_deref()
        .map(|text| VerifierKey::parse(text).map_err(|fault| Fault::input(format!("--key: {fault}"))))
        .transpose()?;
    if flags.path.is_file() {
        let what = format!("{}: is a file, not the folder of a journal or a bundle", flags.path.display());
        return Err(Fault::input(what).hint(
            "if it is the archive that the Reports page hands out, unpack it first and name the folder in it",
        ));
    }
    if super::dossier::is_dossier(&flags.path) {
        return super::dossier::verify(flags, key);
    }
    if flags.campaign.is_some() {
        return Err(Fault::input("--campaign: is for a dossier"));
    }
    let report = journal::verify::verify(&flags.path, key)
        .map_err(|error| Fault::input(format!("cannot read {}: {error}", flags.path.display())))?;
    match flags.format {
        Format::Json => input::print_json(&report)?,
        Format::Text => {
            if let Some(bad) = report.first_bad_entry() {
                input::print_line(&format!("first bad entry: {bad}"))?;
            }
            input::print_line(report.to_string().trim_end())?;
        }
    }
    Ok(if report.holds() { Answer::Yes } else { Answer::No })
}

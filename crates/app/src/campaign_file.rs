//! A campaign file with the letters beside it, as `campaign check` reads it and as it is issued: one way for both, so
//! that what is checked is what is issued.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use access::secrecy::Taking;
use api::letter_fault;
use campaign::{
    Campaign, Said, Target,
    file::{self, Beside, LetterFault, LetterText, MAX_BYTES, ProbeFault},
};
use journal::Hash;
use measure::{AddressFault, SpecFault, TargetSpec, says};

use crate::fault::AppFault;

/// A campaign file that may be issued.
pub struct CampaignFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it says.
    pub campaign: Campaign,
}

/// The bytes of a campaign file; a file that bears a secrecy mark is refused unless the node takes it.
pub fn read_bytes(path: &Path, taking: Taking) -> Result<Vec<u8>, AppFault> {
    let failed = |source| AppFault::File { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(failed)?;
    let name = path.display();
    if bytes.len() > MAX_BYTES {
        return Err(AppFault::Input(format!(
            "{name}: more than {MAX_BYTES} bytes, the most a campaign file has"
        )));
    }
    intake::admit(&bytes, &taking).map_err(|refused| AppFault::Input(format!("{name}: {refused}")))?;
    Ok(bytes)
}

/// Reads a campaign file and the letters it names, and checks both; every fault at once.
pub fn read_campaign(path: &Path, taking: Taking) -> Result<CampaignFile, AppFault> {
    check_campaign(path, read_bytes(path, taking)?, taking)
}

/// Checks a campaign file that was read, with the letters it names.
pub fn check_campaign(path: &Path, bytes: Vec<u8>, taking: Taking) -> Result<CampaignFile, AppFault> {
    let name = path.display().to_string();
    let text = std::str::from_utf8(&bytes)
        .map_err(|fault| AppFault::Input(format!("{name}: not UTF-8 at byte {}", fault.valid_up_to())))?;
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let campaign =
        campaign::parse_beside(text, &name, &Folder { folder, taking }).map_err(AppFault::Campaign)?;
    Ok(CampaignFile { bytes, campaign })
}

/// The folder of a campaign file, on a node with the measuring engine.
struct Folder {
    folder: PathBuf,
    taking: Taking,
}

impl Beside for Folder {
    fn probe(&self, target: &Target) -> Result<(), ProbeFault> {
        probe(target)
    }

    fn letter(&self, name: &str) -> Result<LetterText, LetterFault> {
        let path = self.folder.join(name);
        let fault = |what: Said, hint: Option<Said>| LetterFault { what, hint, secret: false };
        let unreadable = |error: std::io::Error| {
            let what = format!("cannot be read at {}: {error}", path.display());
            let absent = error.kind() == std::io::ErrorKind::NotFound;
            let hint = "put the letter beside this file, under the name given here";
            fault(what.into(), absent.then(|| hint.into()))
        };
        // Resolved once, and what was resolved is opened: a link may point wherever it likes, but not be followed out.
        let folder = self.folder.canonicalize().map_err(unreadable)?;
        let place = path.canonicalize().map_err(unreadable)?;
        if !place.starts_with(&folder) {
            return Err(fault(file::says::leads_out(), Some(file::says::leads_out_by_link())));
        }
        if !fs::metadata(&place).map_err(unreadable)?.is_file() {
            return Err(fault(format!("{} is no file", path.display()).into(), None));
        }
        let mut bytes = Vec::new();
        let most = directive::MAX_PAPER_BYTES as u64 + 1;
        File::open(&place).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(unreadable)?;
        match directive::take(&bytes, &self.taking) {
            Ok(taken) => Ok(LetterText {
                sha256: Hash::of(taken.named(&bytes).as_bytes()),
                original: Some(Hash::of(&bytes)),
                text: taken.text(),
            }),
            Err(unread) => Err(letter_fault(unread)),
        }
    }
}

/// Whether the measuring engine takes a target.
pub fn probe(target: &Target) -> Result<(), ProbeFault> {
    let Err(fault) = TargetSpec::from(target).endpoint() else { return Ok(()) };
    let (field, what) = match fault {
        SpecFault::Address { source: source @ AddressFault::Question(_), .. } => ("query", source.said()),
        SpecFault::Address { source, .. } => ("address", source.said()),
        SpecFault::Bounds { field, what, .. } => (field, what),
        SpecFault::Twice { .. } => ("id", says::probe_twice()),
    };
    let hint = match field {
        "query" => says::probe_query_form(),
        "address" => says::probe_address_form(),
        _ => says::probe_see_reference(),
    };
    Err(ProbeFault { field, what, hint })
}

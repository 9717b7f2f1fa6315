//! A campaign file with the letters beside it, as `campaign check` reads it and as it is issued: one way for both, so
//! that what is checked is what is issued.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use access::secrecy::{Taking, admit_bytes};
use campaign::{
    Campaign, Target,
    file::{Beside, LetterFault, LetterText, MAX_BYTES, ProbeFault},
};
use journal::Hash;
use measure::{AddressFault, SpecFault, TargetSpec};

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
    admit_bytes(&bytes, &taking).map_err(|refused| AppFault::Input(format!("{name}: {refused}")))?;
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
        let fault = |what: String, hint: Option<String>| LetterFault { what, hint, secret: false };
        let unreadable = |error: std::io::Error| {
            let what = format!("cannot be read at {}: {error}", path.display());
            let absent = error.kind() == std::io::ErrorKind::NotFound;
            let hint = "put the letter beside this file, under the name given here";
            fault(what, absent.then(|| hint.to_owned()))
        };
        // Resolved once, and what was resolved is opened: a link may point wherever it likes, but not be followed out.
        let folder = self.folder.canonicalize().map_err(unreadable)?;
        let place = path.canonicalize().map_err(unreadable)?;
        if !place.starts_with(&folder) {
            let hint = "put the letter itself beside this file, not a link to another folder".to_owned();
            return Err(fault("leads out of the folder of this file".to_owned(), Some(hint)));
        }
        if !fs::metadata(&place).map_err(unreadable)?.is_file() {
            return Err(fault(format!("{} is no file", path.display()), None));
        }
        let mut bytes = Vec::new();
        let most = directive::MAX_LETTER_BYTES as u64 + 1;
        File::open(&place).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(unreadable)?;
        match directive::letter_text(&bytes, &self.taking) {
            Ok(text) => Ok(LetterText { sha256: Hash::of(&bytes), text }),
            Err(refused @ directive::ReadFault::Secret(_)) => {
                Err(LetterFault { what: refused.to_string(), hint: None, secret: true })
            }
            Err(directive::ReadFault::TooLarge { .. }) => {
                let limit = directive::MAX_LETTER_BYTES;
                Err(fault(format!("has more than {limit} bytes, the most a letter has"), None))
            }
            Err(other) => {
                let hint = "the letter is plain text in UTF-8: put its text beside this file".to_owned();
                Err(fault(format!("is no letter: {other}"), Some(hint)))
            }
        }
    }
}

/// Whether the measuring engine takes a target.
pub fn probe(target: &Target) -> Result<(), ProbeFault> {
    let Err(fault) = TargetSpec::from(target).endpoint() else { return Ok(()) };
    let (field, what) = match fault {
        SpecFault::Address { source: source @ AddressFault::Question(_), .. } => {
            ("query", source.to_string())
        }
        SpecFault::Address { source, .. } => ("address", source.to_string()),
        SpecFault::Bounds { field, what, .. } => (field, what.to_owned()),
        SpecFault::Twice { .. } => ("id", "is there twice".to_owned()),
    };
    let hint = match field {
        "query" => "write a DNS name, and a record type if it is not A, as \"tet.example AAAA\"",
        "address" => "write host, host:port or a URL in visible ASCII, without a user name",
        _ => "let it be as the reference of campaign files says",
    };
    Err(ProbeFault { field, what, hint: hint.to_owned() })
}

//! A campaign in the making: the letter, the file drafted from it, its faults.

use std::collections::BTreeMap;

use campaign::Said;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use utoipa::ToSchema;

use super::ReadingView;

/// A letter as it was read.
#[derive(Debug, Serialize, ToSchema)]
pub struct LetterView {
    /// Its name beside the campaign file.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Its text, byte for byte.
    pub text: String,
    /// Number and sign.
    pub number: Option<String>,
    /// Day of issue.
    pub issued: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Whether it looks whole.
    pub complete: bool,
}

/// A campaign file drafted from a letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignDrafted {
    /// The letter.
    pub letter: LetterView,
    /// The campaign file, for a person to finish.
    pub file: String,
    /// Obligations found.
    pub obligations: usize,
    /// Sentences that became no obligation; the file lists them at its end.
    pub unclaimed: usize,
    /// What was read, sentence by sentence.
    pub reading: ReadingView,
    /// The file as JSON, key for key, without its comments.
    #[schema(value_type = Object)]
    pub form: Json,
}

/// A letter that lies beside a campaign file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterBeside {
    /// Its name, as the file writes it.
    pub name: String,
    /// Its text, byte for byte.
    pub text: String,
}

/// A campaign file with the letters it names.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignDraft {
    /// The file; absent where `form` is there.
    pub file: Option<String>,
    /// Instead of the file, its keys as JSON.
    #[schema(value_type = Option<Object>)]
    pub form: Option<Map<String, Json>>,
    /// The letters.
    pub letters: Vec<LetterBeside>,
    /// Whether a check answers with the keys of a file as JSON too.
    #[serde(default)]
    pub convert: bool,
}

/// One fault of a campaign file.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineFault {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Path of the field; empty where the file as a whole is meant.
    pub field: String,
    /// What is wrong, in English.
    pub what: String,
    /// Stable code of that sentence, for other languages.
    pub code: Option<&'static str>,
    /// What the sentence is filled with.
    pub args: BTreeMap<&'static str, String>,
    /// What to write instead, where that can be told.
    pub hint: Option<SaidView>,
}

/// Something said to a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidView {
    /// The sentence in English.
    pub what: String,
    /// Its stable code, for other languages; absent where there is English alone.
    pub code: Option<&'static str>,
    /// What the sentence is filled with.
    pub args: BTreeMap<&'static str, String>,
}

/// What was found in a campaign file.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckedView {
    /// Whether it may be issued.
    pub valid: bool,
    /// SHA-256 of the file, where it is valid.
    pub digest: Option<String>,
    /// Every fault, from the top down.
    pub faults: Vec<LineFault>,
    /// What a person should know before issuing it.
    pub warnings: Vec<SaidView>,
    /// Organisations named, where it is valid.
    pub organisations: usize,
    /// Targets named, where it is valid.
    pub targets: usize,
    /// Obligations, where it is valid.
    pub obligations: usize,
    /// The text that was checked and that the faults count in, where keys were sent.
    pub file: Option<String>,
    /// The keys of the text, where they were asked for and it is TOML.
    #[schema(value_type = Option<Object>)]
    pub form: Option<Json>,
}

impl From<Said> for SaidView {
    fn from(said: Said) -> Self {
        Self { what: said.as_str().to_owned(), code: said.code, args: said.args() }
    }
}

impl From<campaign::Fault> for LineFault {
    fn from(fault: campaign::Fault) -> Self {
        let campaign::Fault { line, column, field, what, hint, .. } = fault;
        let SaidView { what, code, args } = what.into();
        Self { line, column, field, what, code, args, hint: hint.map(Into::into) }
    }
}

//! Other systems in the node's configuration: `[[source]]` as it is written, and the files it names as they are read.
//!
//! A secret never stands in the configuration: it is named by a file that only the node's user reads, or by a variable
//! of the environment. Whatever is wrong with what is named is told at the line that names it, all of it at once.

use std::{
    io::Read,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

mod declared;

pub use declared::read_declared;

use api::SourceSpec;
use campaign::{Fault, Said};
use journal::Slug;
use sources::{Kind, MAX_MAPPING_BYTES, Mapping, Secret, parse_mapping};

use crate::exchange::{ApiAddress, ApiSpec, Token, Trust};

/// Largest file of a secret, in bytes.
const MAX_SECRET_FILE_BYTES: u64 = 4 * 1024;
/// The permissions of anybody but the file's user and group.
const OTHERS: u32 = 0o007;

/// A source as the configuration declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceConfig {
    /// Its id.
    pub id: Slug,
    /// In whose log its facts go.
    pub organisation: Slug,
    /// What system it is.
    pub kind: Kind,
    /// How what it says comes here.
    pub way: Way,
    /// Its mapping file, and where the configuration says so.
    pub mapping: (PathBuf, Place),
    /// The login that answers for evidence other than turns.
    pub account: Option<String>,
    /// For how many minutes an alarm acknowledged there is taken in hand here.
    pub acknowledged_for_min: Option<u32>,
}

/// How what a source says comes here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// It sends, and proves that it is itself.
    Sent {
        /// Where its secret is, and where the configuration says so.
        secret: (SecretPlace, Place),
        /// Its own API, where this node asks and tells it.
        api: Option<Box<ApiConfig>>,
    },
    /// It puts files into a folder.
    Folder(FolderConfig),
}

impl SourceConfig {
    /// Whether this node tells another system anything.
    pub const fn has_api(&self) -> bool {
        matches!(self.way, Way::Sent { api: Some(_), .. })
    }
}

/// The API of a source's own system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiConfig {
    /// Its address.
    pub address: ApiAddress,
    /// Where the token is, and where the configuration says so.
    pub token: (SecretPlace, Place),
    /// The authorities its certificate may come from, PEM; those of the web where none is named.
    pub authority: Option<(PathBuf, Place)>,
    /// How often it is asked.
    pub every_s: u32,
}

/// A folder that another system puts files into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderConfig {
    /// Which, and where the configuration says so.
    pub path: (PathBuf, Place),
    /// How often it is looked at.
    pub every_s: u32,
}

/// What the files of the sources hold, read.
#[derive(Default)]
pub struct ReadSources {
    /// The sources.
    pub specs: Vec<SourceSpec>,
    /// The APIs of some of them, by the source's id.
    pub apis: Vec<(Slug, ApiSpec)>,
    /// The folders of others, by the source's id.
    pub folders: Vec<(Slug, FolderConfig)>,
}

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretPlace {
    /// In a file.
    File(PathBuf),
    /// In a variable of the environment.
    Variable(String),
}

/// A field of the configuration, for faults that show only when what it names is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The configuration's file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Path of the field.
    pub field: String,
}

/// Reads a variable of the environment.
pub type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The variables this process was started with.
#[expect(clippy::disallowed_methods, reason = "only app reads the environment")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reads the secrets and the mappings of every source. Relative paths start at `folder`.
pub fn read_sources(
    sources: &[SourceConfig],
    folder: &Path,
    variables: Variables<'_>,
) -> Result<ReadSources, Vec<Fault>> {
    let (mut read, mut faults) = (ReadSources::default(), Vec::new());
    for source in sources {
        let mut secret = None;
        match &source.way {
            Way::Sent { secret: named, api } => {
                secret = read_secret(named, folder, variables).map_err(|fault| faults.push(fault)).ok();
                if let Some(api) = api {
                    match read_api(api, folder, variables) {
                        Ok(api) => read.apis.push((source.id.clone(), api)),
                        Err(found) => faults.extend(found),
                    }
                }
            }
            Way::Folder(config) => {
                let mut config = config.clone();
                config.path.0 = folder.join(config.path.0);
                read.folders.push((source.id.clone(), config));
            }
        }
        if let Ok(mapping) = read_mapping(source, folder).map_err(|found| faults.extend(found)) {
            if !mapping.evidence.is_empty() && source.account.is_none() {
                let what =
                    format!("{} has [[evidence]], and no account answers for it", source.mapping.0.display());
                let hint = "write account = \"LOGIN\": somebody of the organisation whose role may record it";
                faults.push(source.mapping.1.fault(what, hint));
            }
            let (id, organisation) = (source.id.clone(), source.organisation.clone());
            read.specs.push(SourceSpec {
                id,
                organisation,
                kind: source.kind,
                secret,
                mapping,
                account: source.account.clone(),
                acknowledged_for_min: source.acknowledged_for_min,
            });
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn read_api(api: &ApiConfig, folder: &Path, variables: Variables<'_>) -> Result<ApiSpec, Vec<Fault>> {
    let mut faults = Vec::new();
    let token = read_named(&api.token, folder, variables).and_then(|(named, text)| {
        let hint = "write the token as the API gave it, alone in its file";
        Token::new(&text).map_err(|what| api.token.1.fault(format!("{named} {what}"), hint))
    });
    let trust = match &api.authority {
        None => Ok(Trust::web()),
        Some((path, place)) => open(path, place, folder).and_then(|_| {
            let hint = "write the certificate of the authority in PEM";
            let fault = |what: String| place.fault(format!("{}: {what}", path.display()), hint);
            Trust::read(&folder.join(path)).map_err(fault)
        }),
    };
    match (token.map_err(|fault| faults.push(fault)), trust.map_err(|fault| faults.push(fault))) {
        (Ok(token), Ok(trust)) => {
            Ok(ApiSpec { address: api.address.clone(), token, trust, every_s: api.every_s })
        }
        _ => Err(faults),
    }
}

fn read_secret(
    named: &(SecretPlace, Place),
    folder: &Path,
    variables: Variables<'_>,
) -> Result<Secret, Fault> {
    let hint = "a secret is one word of 24 to 1024 letters and digits, as `openssl rand -hex 32` makes it";
    let (name, text) = read_named(named, folder, variables)?;
    Secret::new(&text).map_err(|fault| named.1.fault(format!("{name} {fault}"), hint))
}

/// What a place holds, and its name.
fn read_named(
    (secret, place): &(SecretPlace, Place),
    folder: &Path,
    variables: Variables<'_>,
) -> Result<(String, String), Fault> {
    Ok(match secret {
        SecretPlace::Variable(name) => {
            let unset = || place.fault(format!("variable {name} is not set, or is no text"), "");
            (format!("variable {name}"), variables(name).ok_or_else(unset)?)
        }
        SecretPlace::File(path) => (path.display().to_string(), read_secret_file(path, place, folder)?),
    })
}

fn read_secret_file(path: &Path, place: &Place, folder: &Path) -> Result<String, Fault> {
    let name = path.display();
    let (file, length) = open(path, place, folder)?;
    // Asked of the file that is open, so that another one cannot be put in its place in between.
    let mode =
        file.metadata().map_err(|error| place.fault(format!("{name}: {error}"), ""))?.permissions().mode();
    if mode & OTHERS != 0 {
        let what = format!("{name} is open to everybody on this machine (mode {:03o})", mode & 0o777);
        return Err(place.fault(what, &format!("run `chmod o= {name}`, and make a new secret")));
    }
    if length > MAX_SECRET_FILE_BYTES {
        return Err(
            place.fault(format!("{name} is too large for a secret"), "name a file that holds it alone")
        );
    }
    text(file, MAX_SECRET_FILE_BYTES).map_err(|what| place.fault(format!("{name} {what}"), ""))
}

fn read_mapping(source: &SourceConfig, folder: &Path) -> Result<Mapping, Vec<Fault>> {
    let (path, place) = &source.mapping;
    let (file, length) = open(path, place, folder).map_err(|fault| vec![fault])?;
    let name = path.display().to_string();
    if length > MAX_MAPPING_BYTES as u64 {
        let what = format!("{name} is larger than {MAX_MAPPING_BYTES} bytes");
        return Err(vec![place.fault(what, "use a source for each part of it")]);
    }
    let text = text(file, MAX_MAPPING_BYTES as u64);
    let text = text.map_err(|what| vec![place.fault(format!("{name} {what}"), "")])?;
    parse_mapping(&text, &name, source.kind)
}

fn open(path: &Path, place: &Place, folder: &Path) -> Result<(std::fs::File, u64), Fault> {
    let hint = "a relative path starts at the folder of the configuration file";
    let fault = |what: String| place.fault(format!("{}: {what}", path.display()), hint);
    let whole = folder.join(path);
    // Looked at before it is opened: opening a pipe waits for somebody to write into it.
    let metadata = std::fs::metadata(&whole).map_err(|error| fault(error.to_string()))?;
    if !metadata.is_file() {
        return Err(fault("is no file".to_owned()));
    }
    let file = std::fs::File::open(&whole).map_err(|error| fault(error.to_string()))?;
    Ok((file, metadata.len()))
}

fn text(file: std::fs::File, limit: u64) -> Result<String, String> {
    let mut text = String::new();
    match file.take(limit).read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Err("is not UTF-8 text".to_owned()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

impl Place {
    fn fault(&self, what: impl Into<Said>, hint: &str) -> Fault {
        Fault {
            file: self.file.clone(),
            line: self.line,
            column: self.column,
            field: self.field.clone(),
            what: what.into(),
            hint: (!hint.is_empty()).then(|| hint.into()),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef\n";
    const RULE: &str = "[[target]]\nis = \"a\"\nwhen = { host = \"h\" }\n";

    fn place(line: u32, field: &str) -> Place {
        Place { file: "node.toml".to_owned(), line, column: 1, field: format!("source[0].{field}") }
    }

    fn source(secret: SecretPlace) -> SourceConfig {
        SourceConfig {
            id: Slug::new("zbx").unwrap(),
            organisation: Slug::new("di-dong").unwrap(),
            kind: Kind::Zabbix,
            way: Way::Sent { secret: (secret, place(5, "secret_file")), api: None },
            mapping: ("zbx.toml".into(), place(6, "mapping")),
            account: None,
            acknowledged_for_min: None,
        }
    }

    /// A folder with a mapping and a file for a secret.
    fn folder(secret: &str, mode: u32, rule: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("zbx.toml"), rule).unwrap();
        let path = dir.path().join("zbx.secret");
        std::fs::write(&path, secret).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        dir
    }

    fn told(source: SourceConfig, folder: &Path) -> Vec<String> {
        let faults = read_sources(&[source], folder, &|_| None).err().unwrap();
        faults.iter().map(|fault| fault.to_string().lines().next().unwrap().to_owned()).collect()
    }

    fn file() -> SecretPlace {
        SecretPlace::File("zbx.secret".into())
    }

    #[test]
    fn a_secret_comes_from_a_file_or_a_variable() {
        let dir = folder(SECRET, 0o640, RULE);
        let variable = |name: &str| (name == "ZBX").then(|| SECRET.trim().to_owned());
        let from =
            |secret| read_sources(&[source(secret)], dir.path(), &variable).unwrap().specs.remove(0).secret;
        assert_eq!(from(file()), from(SecretPlace::Variable("ZBX".to_owned())));
    }

    #[test]
    fn a_secret_that_everybody_on_the_machine_may_read_is_refused_and_never_shown() {
        for mode in [0o644, 0o602, 0o604] {
            let told = told(source(file()), folder(SECRET, mode, RULE).path());
            assert!(
                told[0].starts_with("node.toml:5:1: source[0].secret_file: zbx.secret is open to everybody")
            );
            assert!(!told[0].contains(SECRET.trim()));
        }
    }

    #[test]
    fn everything_wrong_with_what_is_named_is_told_at_once() {
        let dir = folder("short", 0o600, "[[target]]\nis = \"a\"\n");
        let two = [source(file()), source(SecretPlace::Variable("NONE".to_owned()))];
        let faults = read_sources(&two, dir.path(), &|_| None).err().unwrap();
        let lines: Vec<String> =
            faults.iter().map(|fault| format!("{}:{}", fault.file, fault.line)).collect();
        assert_eq!(lines, ["node.toml:5", "zbx.toml:1", "node.toml:5", "zbx.toml:1"]);
        assert!(faults[2].what.contains("variable NONE is not set"));
        let empty = tempfile::tempdir().unwrap();
        assert_eq!(told(source(file()), empty.path()).len(), 2);
        let whole = source(SecretPlace::File(".".into()));
        assert!(told(whole, folder(SECRET, 0o600, RULE).path())[0].contains("is no file"));
    }
}

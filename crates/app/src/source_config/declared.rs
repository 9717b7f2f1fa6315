//! `[[source]]` as the configuration file writes it: every fault at once, each with line, field and a hint.

use std::collections::BTreeSet;

use campaign::settings::{Reader, Section};
use journal::Slug;
use sources::Kind;
use toml_edit::TableLike;

use super::{ApiConfig, FolderConfig, Place, SecretPlace, SourceConfig, Way};
use crate::exchange::ApiAddress;

/// Most sources of a node.
const MAX_SOURCES: usize = 64;
/// How often an API is asked and a folder looked at where nothing is said: far below what a duty officer notices.
const EVERY_S: u32 = 10;
/// The slowest of both: beyond an hour nothing is caught up in time.
const MAX_EVERY_S: i64 = 3_600;

const COMMON: [&str; 4] = ["id", "organisation", "kind", "mapping"];
const SECRET: [&str; 2] = ["secret_file", "secret_env"];
const API: [&str; 5] = ["api", "api_token_file", "api_token_env", "api_authority", "every_s"];
const FOLDER: [&str; 3] = ["folder", "every_s", "account"];
const ACCOUNT: [&str; 1] = ["account"];
const ACKNOWLEDGED: [&str; 1] = ["acknowledged_for_min"];
/// The longest time that an acknowledgement is worth: a shift and the one after it.
const MAX_ACKNOWLEDGED_MIN: i64 = 24 * 60;

/// Every source of a file; one that has faults is left out, and the file is refused for them.
pub fn read_declared(reader: &mut Reader<'_>, file: &str, root: Section<'_>) -> Vec<SourceConfig> {
    Declared { reader, file }.sources(root)
}

struct Declared<'r, 'a> {
    reader: &'r mut Reader<'a>,
    file: &'r str,
}

impl Declared<'_, '_> {
    fn sources(&mut self, root: Section<'_>) -> Vec<SourceConfig> {
        let Some(item) = root.table.get("source") else { return Vec::new() };
        let tables: Option<Vec<&dyn TableLike>> = match (item.as_array_of_tables(), item.as_array()) {
            (Some(tables), _) => Some(tables.iter().map(|table| table as &dyn TableLike).collect()),
            (None, Some(list)) => {
                list.iter().map(|one| one.as_inline_table().map(|table| table as &dyn TableLike)).collect()
            }
            _ => None,
        };
        let Some(tables) = tables.filter(|tables| tables.len() <= MAX_SOURCES) else {
            let what = format!("is no list of at most {MAX_SOURCES} tables");
            self.reader.add(root.place_of_key("source"), "source", what, "write [[source]] for each");
            return Vec::new();
        };
        let mut ids = BTreeSet::new();
        let mut sources = Vec::new();
        for (number, table) in tables.into_iter().enumerate() {
            let name = format!("source[{number}]");
            let mut section = Section { path: &name, table, start: root.place_of_key("source") };
            section.start = section.first_key().unwrap_or(section.start);
            let Some(source) = self.source(section) else { continue };
            if !ids.insert(source.id.clone()) {
                let what = format!("{:?} is the id of an earlier source", source.id.as_str());
                self.reader.add(
                    section.place("id"),
                    &section.field("id"),
                    what,
                    "each source has an id of its own",
                );
            }
            sources.push(source);
        }
        sources
    }

    fn source(&mut self, section: Section<'_>) -> Option<SourceConfig> {
        let kind = self.kind(section);
        let known: Vec<&str> = match kind {
            Some(Kind::Folder) => [&COMMON[..], &FOLDER].concat(),
            Some(Kind::Zabbix) => [&COMMON[..], &SECRET, &API, &ACCOUNT, &ACKNOWLEDGED].concat(),
            Some(Kind::Webhook) => [&COMMON[..], &SECRET, &ACCOUNT].concat(),
            Some(Kind::Alertmanager) => [&COMMON[..], &SECRET].concat(),
            // What belongs there is not known, and no fault besides that.
            None => [&COMMON[..], &SECRET, &API, &FOLDER, &ACKNOWLEDGED].concat(),
        };
        self.reader.only(section, &known);
        let id = self.slug(section, "id", "write id = \"noc\"");
        let hint = "write organisation = \"…\", the id the campaign file gives it";
        let organisation = self.slug(section, "organisation", hint);
        let way = if kind == Some(Kind::Folder) { self.folder(section) } else { self.sent(section, kind) };
        let hint = "write mapping = \"noc.toml\", the file that says which object is which target";
        let mapping = self.reader.required(section, "mapping", hint);
        let mapping = mapping.map(|path| (path.into(), self.field_place(section, "mapping")));
        let account = self.reader.text(section, "account", "write account = \"LOGIN\"");
        let acknowledged_for_min = self.acknowledged_for_min(section);
        Some(SourceConfig {
            id: id?,
            organisation: organisation?,
            kind: kind?,
            way: way?,
            mapping: mapping?,
            account,
            acknowledged_for_min: acknowledged_for_min.ok()?,
        })
    }

    fn kind(&mut self, section: Section<'_>) -> Option<Kind> {
        let hint = format!("one of: {}", Kind::ALL.map(Kind::name).join(", "));
        let name = self.reader.required(section, "kind", &hint)?;
        let kind = Kind::find(&name);
        if kind.is_none() {
            let what = format!("{name:?} is no kind of source");
            self.reader.add(section.place("kind"), &section.field("kind"), what, &hint);
        }
        kind
    }

    fn sent(&mut self, section: Section<'_>, kind: Option<Kind>) -> Option<Way> {
        let hint =
            "write secret_file = \"noc.secret\" or secret_env = \"NOC_SECRET\"; never the secret itself";
        let secret = self.secret(section, SECRET, hint);
        let has_api = kind == Some(Kind::Zabbix) && API.iter().any(|key| section.table.get(key).is_some());
        let api = if has_api { Some(Box::new(self.api(section)?)) } else { None };
        Some(Way::Sent { secret: secret?, api })
    }

    fn api(&mut self, section: Section<'_>) -> Option<ApiConfig> {
        let hint = "write api = \"https://zabbix.example/api_jsonrpc.php\"";
        let address = self.reader.required(section, "api", hint).and_then(|text| {
            let address = ApiAddress::parse(&text);
            if let Err(what) = &address {
                self.reader.add(
                    section.place("api"),
                    &section.field("api"),
                    format!("{text:?} {what}"),
                    hint,
                );
            }
            address.ok()
        });
        let hint =
            "write api_token_file = \"zbx.token\" or api_token_env = \"ZBX_TOKEN\"; never the token itself";
        let token = self.secret(section, ["api_token_file", "api_token_env"], hint);
        let authority = self.reader.text(section, "api_authority", "write api_authority = \"ca.pem\"");
        let authority = authority.map(|path| (path.into(), self.field_place(section, "api_authority")));
        let every_s = self.every_s(section);
        Some(ApiConfig { address: address?, token: token?, authority, every_s: every_s? })
    }

    fn folder(&mut self, section: Section<'_>) -> Option<Way> {
        let hint = "write folder = \"incoming\", which the other system puts its files into";
        let path = self.reader.required(section, "folder", hint);
        let every_s = self.every_s(section);
        Some(Way::Folder(FolderConfig {
            path: (path?.into(), self.field_place(section, "folder")),
            every_s: every_s?,
        }))
    }

    fn every_s(&mut self, section: Section<'_>) -> Option<u32> {
        let Some(item) = section.table.get("every_s") else { return Some(EVERY_S) };
        let every = item.as_integer().filter(|every| (1..=MAX_EVERY_S).contains(every));
        if every.is_none() {
            let what = format!("is no number of seconds from 1 to {MAX_EVERY_S}");
            let hint = format!("write every_s = {EVERY_S}");
            self.reader.add(section.place("every_s"), &section.field("every_s"), what, &hint);
        }
        every.map(|every| every as u32)
    }

    /// None where nothing is said, and a fault is an error; a promise is somebody's word, so that somebody answers for it.
    fn acknowledged_for_min(&mut self, section: Section<'_>) -> Result<Option<u32>, ()> {
        let key = ACKNOWLEDGED[0];
        let Some(item) = section.table.get(key) else { return Ok(None) };
        let (place, field) = (section.place(key), section.field(key));
        let Some(minutes) = item.as_integer().filter(|minutes| (1..=MAX_ACKNOWLEDGED_MIN).contains(minutes))
        else {
            let what = format!("is no number of minutes from 1 to {MAX_ACKNOWLEDGED_MIN}");
            self.reader.add(place, &field, what, "write acknowledged_for_min = 30");
            return Err(());
        };
        if section.table.get("account").is_none() {
            let hint = "write account = \"LOGIN\": somebody of the organisation whose role may promise it";
            self.reader.add(place, &field, "no account answers for what is promised".to_owned(), hint);
            return Err(());
        }
        Ok(Some(minutes as u32))
    }

    /// A secret by the file or the variable that holds it.
    fn secret(
        &mut self,
        section: Section<'_>,
        [in_file, in_variable]: [&str; 2],
        hint: &str,
    ) -> Option<(SecretPlace, Place)> {
        let key = match (section.table.get(in_file), section.table.get(in_variable)) {
            (Some(_), None) => in_file,
            (None, Some(_)) => in_variable,
            (found, _) => {
                let what = if found.is_some() {
                    format!("stands beside {in_variable}")
                } else {
                    "is missing".to_owned()
                };
                let place = if found.is_some() { section.place(in_file) } else { section.start };
                self.reader.add(place, &section.field(in_file), what, hint);
                return None;
            }
        };
        let named = self.reader.text(section, key, hint)?;
        let secret =
            if key == in_file { SecretPlace::File(named.into()) } else { SecretPlace::Variable(named) };
        Some((secret, self.field_place(section, key)))
    }

    fn slug(&mut self, section: Section<'_>, key: &str, hint: &str) -> Option<Slug> {
        let text = self.reader.required(section, key, hint)?;
        let slug = Slug::new(text.clone());
        if let Err(fault) = &slug {
            self.reader.add(section.place(key), &section.field(key), format!("{text:?}: {fault}"), hint);
        }
        slug.ok()
    }

    fn field_place(&self, section: Section<'_>, key: &str) -> Place {
        let (line, column) = self.reader.position(section.place(key));
        Place { file: self.file.to_owned(), line, column, field: section.field(key) }
    }
}

//! Reads the node's configuration file: every fault at once, each with line, field and a hint.
//!
//! A key nobody knows is a fault, so that a typing error never silently leaves a default in force.

use std::net::SocketAddr;

use campaign::{
    Fault,
    settings::{Reader, Section},
};
use ipnet::IpNet;
use journal::{Origin, Slug};
use store::LONGEST_OPENING_MINUTES;
use toml_edit::Value;

use crate::{
    config::{Access, Database, Http, Measure, Node, NodeConfig},
    granted_config::{read_granted, read_ranges},
    source_config::read_declared,
    tls::{InstallPage, TlsFiles},
};

/// Largest file read: it has some ten lines, and six for each source.
pub const MAX_BYTES: usize = 64 * 1024;

/// Reads the text of a configuration; `file` names it in faults.
pub fn parse(text: &str, file: &str) -> Result<NodeConfig, Vec<Fault>> {
    Reader::read(file, text, |reader, root| ConfigReader { reader, file }.document(root))
}

/// Reads the tables of a configuration.
struct ConfigReader<'r, 'a> {
    reader: &'r mut Reader<'a>,
    file: &'a str,
}

impl ConfigReader<'_, '_> {
    fn document(&mut self, root: Section<'_>) -> NodeConfig {
        let mut config = NodeConfig::default();
        self.reader.only(root, &["node", "http", "measure", "database", "checkpoints", "source", "access"]);
        if let Some(node) = self.reader.section(root, "node") {
            self.node(node, &mut config.node);
        }
        if let Some(http) = self.reader.section(root, "http") {
            self.http(http, &mut config.http);
        }
        if let Some(measure) = self.reader.section(root, "measure") {
            self.measure(measure, &mut config.measure);
        }
        if let Some(access) = self.reader.section(root, "access") {
            self.access(access, &mut config.access);
        }
        if let Some(database) = self.reader.section(root, "database") {
            self.database(database, &mut config.database);
        }
        if let Some(checkpoints) = self.reader.section(root, "checkpoints") {
            self.reader.only(checkpoints, &["outside"]);
            let hint = "write outside = \"/media/usb/checkpoints\", a folder on another disk";
            config.checkpoints.outside = self.reader.text(checkpoints, "outside", hint).map(Into::into);
        }
        config.sources = read_declared(self.reader, self.file, root);
        config
    }

    fn node(&mut self, section: Section<'_>, node: &mut Node) {
        self.reader.only(section, &["name", "isolated", "uplink", "notifier"]);
        if let Some(name) = self.reader.text(section, "name", "write name = \"nut.tinh.example\"") {
            if is_node_name(&name) {
                node.name = name;
            } else {
                let hint = "write it like a host name, as nut.tinh.example";
                self.reader.add(
                    section.place("name"),
                    "node.name",
                    format!("{name:?} is not a node name"),
                    hint,
                );
            }
        }
        if let Some(isolated) = self.reader.flag(section, "isolated") {
            node.isolated = isolated;
        }
        node.uplink = self.reader.text(section, "uplink", "write uplink = \"https://…\"");
        node.notifier = self.reader.text(section, "notifier", "write notifier = \"smtp://…\"");
    }

    fn http(&mut self, section: Section<'_>, http: &mut Http) {
        const KNOWN: [&str; 7] = [
            "listen",
            "public",
            "tls_certificate",
            "tls_key",
            "install_listen",
            "install_authority",
            "trusted_proxies",
        ];
        self.reader.only(section, &KNOWN);
        if let Some(ranges) = self.ranges(section, "trusted_proxies", "127.0.0.1/32") {
            http.trusted_proxies = ranges;
        }
        http.public_tls = self.public(section);
        let tls = self.pair(
            section,
            [
                ("tls_certificate", "a key takes its certificate", "node.crt"),
                ("tls_key", "a certificate takes its key", "node.key"),
            ],
        );
        http.tls =
            tls.map(|[certificate, key]| TlsFiles { certificate: certificate.into(), key: key.into() });
        if let Some(listen) = self.address(section, "listen", "127.0.0.1:8080") {
            http.listen = listen;
        }
        let install = self.pair(
            section,
            [
                ("install_listen", "the authority takes the address of its page", "0.0.0.0:8081"),
                ("install_authority", "the page takes the certificate it hands out", "authority.crt"),
            ],
        );
        if let Some([_, authority]) = install {
            let listen = self.address(section, "install_listen", "0.0.0.0:8081");
            http.install = listen.map(|listen| InstallPage { listen, authority: authority.into() });
        }
    }

    /// How people reach the node, where a server in front speaks for it: `https`, or `http` as without it.
    fn public(&mut self, section: Section<'_>) -> bool {
        const HINT: &str = "write public = \"https\" where a server in front speaks TLS, or leave it out";
        let said = self.reader.text(section, "public", HINT);
        if let Some(other) = said.as_deref().filter(|said| !["https", "http"].contains(said)) {
            let what = format!("{other:?} is neither \"https\" nor \"http\"");
            self.reader.add(section.place("public"), &section.field("public"), what, HINT);
        }
        said.as_deref() == Some("https")
    }

    /// An address with a password belongs into a file of its own, which its owner alone reads.
    fn database(&mut self, section: Section<'_>, database: &mut Database) {
        const EXAMPLE: &str = "postgres://thongsuot@localhost/thongsuot";
        self.reader.only(section, &["url", "url_file"]);
        let hint = "write url_file = \"database.url\", a file with the address in it";
        let url = self.reader.text(section, "url", &format!("write url = \"{EXAMPLE}\""));
        let file = self.reader.text(section, "url_file", hint);
        let mut add = |key: &str, what: &str, hint: &str| {
            self.reader.add(section.place(key), &section.field(key), what.to_owned(), hint);
        };
        match (url, file) {
            (Some(_), Some(_)) => add("url", "stands beside url_file", "name one of the two"),
            (None, Some(file)) => *database = Database::InFile(file.into()),
            (None, None) => {}
            (Some(url), None) => match password_of(&url) {
                None => add("url", "is not the address of a database", &format!("write url = \"{EXAMPLE}\"")),
                Some(true) => add("url", "has a password in it", hint),
                Some(false) => *database = Database::At(url),
            },
        }
    }

    /// Two texts that go together: each key with why it is wanted beside the other, and an example.
    fn pair(&mut self, section: Section<'_>, keys: [(&str, &str, &str); 2]) -> Option<[String; 2]> {
        let [one, other] = keys
            .map(|(key, _, example)| self.reader.text(section, key, &format!("write {key} = {example:?}")));
        let (missing, beside) = match (one, other) {
            (Some(one), Some(other)) => return Some([one, other]),
            (None, None) => return None,
            (Some(_), None) => (keys[1], keys[0].0),
            (None, Some(_)) => (keys[0], keys[1].0),
        };
        let (key, why, example) = missing;
        let hint = format!("{why}: write {key} = {example:?}");
        self.reader.add(section.place_of_key(beside), &section.field(key), "is missing".to_owned(), &hint);
        None
    }

    fn address(&mut self, section: Section<'_>, key: &str, example: &str) -> Option<SocketAddr> {
        let hint = format!("write {key} = {example:?}");
        let text = self.reader.text(section, key, &hint)?;
        let read = text.parse().ok();
        if read.is_none() {
            let what = format!("{text:?} is not an address with a port");
            self.reader.add(section.place(key), &section.field(key), what, &hint);
        }
        read
    }

    fn measure(&mut self, section: Section<'_>, measure: &mut Measure) {
        self.reader.only(section, &["enabled", "granted"]);
        if let Some(enabled) = self.reader.flag(section, "enabled") {
            measure.enabled = enabled;
        }
        measure.granted = read_granted(self.reader, section);
    }

    fn access(&mut self, section: Section<'_>, access: &mut Access) {
        self.reader.only(section, &["break_glass_minutes"]);
        let Some(item) = section.table.get("break_glass_minutes") else { return };
        let minutes =
            item.as_value().and_then(Value::as_integer).and_then(|minutes| u32::try_from(minutes).ok());
        match minutes.filter(|minutes| (1..=LONGEST_OPENING_MINUTES).contains(minutes)) {
            Some(minutes) => access.break_glass_minutes = minutes,
            None => self.reader.add(
                section.place("break_glass_minutes"),
                "access.break_glass_minutes",
                format!("is not 1 to {LONGEST_OPENING_MINUTES}"),
                "write break_glass_minutes = 30",
            ),
        }
    }

    /// A list of address ranges; none where the key is not there.
    fn ranges(&mut self, section: Section<'_>, key: &str, example: &str) -> Option<Vec<IpNet>> {
        let item = section.table.get(key)?;
        let Some(list) = item.as_value().and_then(Value::as_array) else {
            let what = format!("is {}, not a list of ranges", item.type_name());
            let hint = format!("write {key} = [\"{example}\"]");
            self.reader.add(section.place(key), &section.field(key), what, &hint);
            return None;
        };
        Some(read_ranges(self.reader, &section.field(key), list))
    }
}

/// Whether the address of a database has a password in it; nothing where it is no such address.
fn password_of(url: &str) -> Option<bool> {
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"))?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let user = place.split_once('@').map_or("", |(user, _)| user);
    Some(user.contains(':') || query.split('&').any(|one| one.starts_with("password=")))
}

/// Whether logs can be named by it.
fn is_node_name(name: &str) -> bool {
    Slug::new("any").is_ok_and(|any| Origin::of(name, &any).is_ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::source_config::{SecretPlace, Way};
    use sources::Kind;

    fn told(text: &str) -> Vec<String> {
        parse(text, "node.toml").unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_empty_file_is_a_loopback_node() {
        let config = parse("", "node.toml").unwrap();
        assert_eq!(config, NodeConfig::default());
        assert!(config.http.listen.ip().is_loopback());
        assert_eq!(
            config.measure.granted,
            measure::Granted::default(),
            "nothing is probed that was not granted"
        );
    }

    #[test]
    fn every_key_is_read_however_it_is_written() {
        let written = "[node]\nname = \"a.example\"\nisolated = true\nuplink = \"https://b.example\"\nnotifier = \"smtp://c\"\n\
                       [http]\nlisten = \"[::1]:81\"\npublic = \"https\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n[measure]\nenabled = false\ngranted = [\"192.0.2.0/24\", \"::1/128\"]\n\
                       [checkpoints]\noutside = \"/media/usb\"\n";
        let inline = "node = { name = \"a.example\", isolated = true, uplink = \"https://b.example\", notifier = \"smtp://c\" }\n\
                      http.listen = \"[::1]:81\"\nhttp.public = \"https\"\nhttp.trusted_proxies = [\"10.0.0.0/8\"]\nmeasure.enabled = false\nmeasure.granted = [\"192.0.2.0/24\", \"::1/128\"]\n\
                      checkpoints.outside = \"/media/usb\"\n";
        let config = parse(written, "node.toml").unwrap();
        assert_eq!(config, parse(inline, "node.toml").unwrap());
        assert_eq!((config.node.name.as_str(), config.node.isolated), ("a.example", true));
        assert_eq!(config.node.uplink.as_deref(), Some("https://b.example"));
        assert_eq!((config.http.listen.port(), config.http.public_tls), (81, true));
        assert_eq!(config.http.trusted_proxies, ["10.0.0.0/8".parse().unwrap()]);
        assert_eq!(config.checkpoints.outside.as_deref(), Some(std::path::Path::new("/media/usb")));
        let granted = ["192.0.2.0/24", "::1/128"].map(|range| range.parse().unwrap()).to_vec();
        assert!(!config.measure.enabled);
        assert_eq!(config.measure.granted, measure::Granted::new(granted));
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_line_and_field() {
        let text = "[node]\nname = 3\nisolatd = true\nuplink = \"\"\n[http]\nlisten = \"8080\"\n[measure]\n\
                    granted = [\"10.0.0.1\", 4, \"x\"]\nenabled = \"yes\"\n[metrics]\n";
        assert_eq!(
            told(text),
            [
                "node.toml:2:8: node.name: is integer, not text in quotes\nhint: write name = \"nut.tinh.example\"",
                "node.toml:3:1: node.isolatd: is no key of this table\nhint: known here are name, isolated, uplink, notifier",
                "node.toml:4:10: node.uplink: is blank\nhint: write uplink = \"https://…\"",
                "node.toml:6:10: http.listen: \"8080\" is not an address with a port\nhint: write listen = \"127.0.0.1:8080\"",
                "node.toml:8:12: measure.granted[0]: \"10.0.0.1\" is not a range\nhint: for this address alone write \"10.0.0.1/32\"",
                "node.toml:8:24: measure.granted[1]: is integer, not a range\nhint: write \"192.0.2.0/24\"",
                "node.toml:8:27: measure.granted[2]: \"x\" is not a range\nhint: write \"192.0.2.0/24\"",
                "node.toml:9:11: measure.enabled: is string, not true or false\nhint: write enabled = true",
                "node.toml:10:2: metrics: is no key of this table\nhint: known here are node, http, measure, database, checkpoints, source, access",
            ]
        );
    }

    #[test]
    fn break_glass_access_may_be_held_shorter_and_never_longer() {
        let minutes = |text: &str| parse(text, "node.toml").map(|config| config.access.break_glass_minutes);
        assert_eq!(minutes("").unwrap(), LONGEST_OPENING_MINUTES);
        assert_eq!(minutes("[access]\nbreak_glass_minutes = 15\n").unwrap(), 15);
        for wrong in ["0", "61", "-1", "\"15\"", "1.5"] {
            let text = format!("[access]\nbreak_glass_minutes = {wrong}\n");
            let what = "node.toml:2:23: access.break_glass_minutes: is not 1 to 60\nhint: write break_glass_minutes = 30";
            assert_eq!(told(&text), [what], "{wrong}");
        }
    }

    #[test]
    fn sources_are_read_and_their_faults_told_at_once() {
        let text = "[[source]]\nid = \"noc\"\norganisation = \"di-dong\"\nkind = \"webhook\"\n\
                    secret_file = \"noc.secret\"\nmapping = \"noc.toml\"\n\
                    [[source]]\nid = \"zbx\"\norganisation = \"di-dong\"\nkind = \"zabbix\"\n\
                    secret_env = \"ZBX\"\nmapping = \"zbx.toml\"\n";
        let sources = parse(text, "node.toml").unwrap().sources;
        assert_eq!((sources[0].kind, sources[1].kind), (Kind::Webhook, Kind::Zabbix));
        let secret = |n: usize| match &sources[n].way {
            Way::Sent { secret, .. } => Some(secret.0.clone()),
            Way::Folder(_) => None,
        };
        assert_eq!(secret(0), Some(SecretPlace::File("noc.secret".into())));
        assert_eq!(secret(1), Some(SecretPlace::Variable("ZBX".to_owned())));
        let place = &sources[1].mapping.1;
        assert_eq!((place.line, place.column, place.field.as_str()), (12, 11, "source[1].mapping"));

        let faulty = "[[source]]\nid = \"N O\"\nkind = \"nagios\"\nsecret = \"abc\"\nmapping = 3\n\
                      [[source]]\nid = \"a\"\norganisation = \"o\"\nkind = \"zabbix\"\nsecret_env = \"A\"\nmapping = \"m\"\n\
                      [[source]]\nid = \"a\"\norganisation = \"o\"\nkind = \"zabbix\"\nsecret_env = \"A\"\nsecret_file = \"B\"\nmapping = \"m\"\n\
                      [[source]]\nid = \"a\"\norganisation = \"o\"\nkind = \"zabbix\"\nsecret_env = \"A\"\nmapping = \"m\"\n";
        let told = told(faulty);
        let starts: Vec<String> =
            told.iter().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            starts,
            [
                "node.toml:2:1 source[0].organisation",
                "node.toml:2:1 source[0].secret_file",
                "node.toml:2:6 source[0].id",
                "node.toml:3:8 source[0].kind",
                "node.toml:4:1 source[0].secret",
                "node.toml:5:11 source[0].mapping",
                "node.toml:17:15 source[2].secret_file",
                "node.toml:20:6 source[3].id",
            ],
            "{told:#?}"
        );
    }

    #[test]
    fn an_api_and_a_folder_are_read_and_stand_only_where_they_belong() {
        let text = "[[source]]\nid = \"zbx\"\norganisation = \"di-dong\"\nkind = \"zabbix\"\n\
                    secret_file = \"zbx.secret\"\nmapping = \"zbx.toml\"\n\
                    api = \"http://127.0.0.1:8081/api_jsonrpc.php\"\napi_token_file = \"zbx.token\"\nevery_s = 5\n\
                    [[source]]\nid = \"tap\"\norganisation = \"di-dong\"\nkind = \"folder\"\n\
                    folder = \"in\"\nmapping = \"tap.toml\"\n";
        let sources = parse(text, "node.toml").unwrap().sources;
        let Way::Sent { api: Some(api), .. } = &sources[0].way else { unreachable!() };
        assert_eq!(
            (api.every_s, api.address.to_string().as_str()),
            (5, "http://127.0.0.1:8081/api_jsonrpc.php")
        );
        assert!(matches!(&sources[1].way, Way::Folder(folder) if folder.every_s == 10));

        let faulty = "[[source]]\nid = \"a\"\norganisation = \"o\"\nkind = \"webhook\"\nsecret_env = \"A\"\n\
                      mapping = \"m\"\napi = \"http://x/\"\n\
                      [[source]]\nid = \"b\"\norganisation = \"o\"\nkind = \"zabbix\"\nsecret_env = \"A\"\n\
                      mapping = \"m\"\napi = \"ftp://u@x/\"\nevery_s = 0\n\
                      [[source]]\nid = \"c\"\norganisation = \"o\"\nkind = \"folder\"\nsecret_env = \"A\"\nmapping = \"m\"\n";
        let starts: Vec<String> =
            told(faulty).iter().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            starts,
            [
                "node.toml:7:1 source[0].api",
                "node.toml:9:1 source[1].api_token_file",
                "node.toml:14:7 source[1].api",
                "node.toml:15:11 source[1].every_s",
                "node.toml:17:1 source[2].folder",
                "node.toml:20:1 source[2].secret_env",
            ]
        );
    }

    #[test]
    fn an_acknowledgement_is_taken_over_for_some_minutes_in_somebody_s_name() {
        let zabbix = |more: &str| {
            format!(
                "[[source]]\nid = \"z\"\norganisation = \"o\"\nkind = \"zabbix\"\nsecret_env = \"A\"\n\
                 mapping = \"m\"\n{more}"
            )
        };
        let minutes = |more: &str| parse(&zabbix(more), "node.toml").unwrap().sources[0].acknowledged_for_min;
        assert_eq!(minutes("account = \"truc\"\nacknowledged_for_min = 30\n"), Some(30));
        assert_eq!(minutes("account = \"truc\"\n"), None);
        for wrong in ["0", "1441", "-5", "\"30\"", "1.5"] {
            let told = told(&zabbix(&format!("account = \"truc\"\nacknowledged_for_min = {wrong}\n")));
            assert!(told[0].starts_with("node.toml:8:24: source[0].acknowledged_for_min"), "{told:?}");
        }
        let nobody = told(&zabbix("acknowledged_for_min = 30\n"));
        assert!(nobody[0].contains("no account answers"), "{nobody:?}");
        let elsewhere = zabbix("acknowledged_for_min = 30\n").replace("zabbix", "alertmanager");
        assert!(told(&elsewhere)[0].contains("source[0].acknowledged_for_min"), "{elsewhere}");
    }

    #[test]
    fn what_is_no_toml_and_what_holds_another_thing_is_told_as_well() {
        assert!(told("[node\n")[0].starts_with("node.toml:1:"));
        assert_eq!(told("node = 3\n")[0], "node.toml:1:1: node: is integer, not a table\nhint: write [node]");
        assert!(told("[node]\nname = \"Nút\"\n")[0].contains("node.name: \"Nút\" is not a node name"));
        let fault = &told("[measure]\ngranted = \"127.0.0.0/8\"\n")[0];
        assert!(fault.contains("not a list of ranges or a table"), "{fault}");
        let fault = &told("[http]\npublic = \"https://nut.example\"\n")[0];
        assert!(fault.starts_with("node.toml:2:10: http.public") && fault.contains("neither"), "{fault}");
        let fault = &told("[http]\ntrusted_proxies = [\"10.0.0.1\"]\n")[0];
        assert!(fault.contains("http.trusted_proxies[0]") && fault.contains("10.0.0.1/32"), "{fault}");
    }

    #[test]
    fn a_database_is_named_once_and_without_a_password() {
        let read =
            |line: &str| parse(&format!("[database]\n{line}\n"), "node.toml").map(|config| config.database);
        let told = |line: &str| read(line).unwrap_err()[0].to_string();
        assert_eq!(parse("", "node.toml").unwrap().database, Database::Embedded);
        let url = "postgres://thongsuot@localhost/thongsuot?host=/run/postgresql";
        assert_eq!(read(&format!("url = {url:?}")).unwrap(), Database::At(url.to_owned()));
        assert_eq!(read("url_file = \"database.url\"").unwrap(), Database::InFile("database.url".into()));
        for url in ["postgres://a:b@localhost/c", "postgres://a@localhost/c?password=b"] {
            let fault = told(&format!("url = {url:?}"));
            assert!(fault.contains("database.url") && fault.contains("password"), "{fault}");
        }
        assert!(told("url = \"mysql://a/b\"").contains("is not the address of a database"));
        assert!(told("url = \"postgres://a/b\"\nurl_file = \"x\"").contains("stands beside url_file"));
    }
}

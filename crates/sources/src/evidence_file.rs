//! `[[evidence]]` of a mapping file: every fault at once, each with line, field and a hint.

use std::collections::BTreeMap;

use campaign::settings::Section;
use journal::Slug;
use toml_edit::{Item, TableLike};

use crate::{
    evidence::{EvidenceKind, EvidenceRule},
    mapping_file::Rules,
    path::JsonPath,
    reading::Kind,
};

/// Most rules: each is tried for every body.
const MAX_RULES: usize = 64;
/// Most items of a checklist.
const MAX_ITEMS: usize = 128;
const COMMON: [&str; 6] = ["when", "kind", "obligation", "id", "time", "note"];
const BRIEFING: [&str; 2] = ["shift", "briefing"];
const REPORT: [&str; 1] = ["document"];
const PROMISE: [&str; 1] = ["until"];
const INSPECTION: [&str; 5] = ["signer", "items", "pass", "fail", "not_applicable"];
const FILED: [&str; 2] = ["plan", "document"];
const TESTED: [&str; 5] = ["plan", "document", "result", "pass", "fail"];

impl Rules<'_, '_> {
    /// Every `[[evidence]]`.
    pub(crate) fn evidence(&mut self, root: Section<'_>, kind: Kind) -> Vec<EvidenceRule> {
        let Some(item) = root.table.get("evidence") else { return Vec::new() };
        let place = root.place_of_key("evidence");
        if !kind.is_mapped() {
            let what = format!("is for webhooks and folders alone: what {} sends is known", kind.name());
            self.reader.add(place, "evidence", what, "leave it out");
            return Vec::new();
        }
        let Some(tables) = item.as_array_of_tables().filter(|tables| tables.len() <= MAX_RULES) else {
            let what = format!("is no list of at most {MAX_RULES} tables");
            self.reader.add(place, "evidence", what, "write [[evidence]] for each");
            return Vec::new();
        };
        let mut rules = Vec::new();
        for (number, table) in tables.iter().enumerate() {
            let path = format!("evidence[{number}]");
            let start = table.span().map_or(0, |span| span.start);
            rules.extend(self.evidence_rule(Section { path: &path, table, start }));
        }
        rules
    }

    fn evidence_rule(&mut self, section: Section<'_>) -> Option<EvidenceRule> {
        let before = self.reader.fault_count();
        let kind = self.evidence_kind(section)?;
        let own: &[&str] = match kind {
            EvidenceKind::Acknowledgement => &[],
            EvidenceKind::Briefing => &BRIEFING,
            EvidenceKind::Report => &REPORT,
            EvidenceKind::Promise => &PROMISE,
            EvidenceKind::Inspection => &INSPECTION,
            EvidenceKind::PlanFiled => &FILED,
            EvidenceKind::PlanTested => &TESTED,
        };
        self.reader.only(section, &[&COMMON[..], own].concat());
        let when = self.when(section);
        let obligation = self.slug(section, "obligation");
        let (id, time) = (self.path(section, "id"), self.path(section, "time"));
        let note = self.optional_path(section, "note");
        let mut rule = EvidenceRule {
            when: when?,
            kind,
            obligation: obligation?,
            id: id?,
            time: time?,
            signer: None,
            note,
            items: BTreeMap::new(),
            results: BTreeMap::new(),
            plan: None,
            document: None,
            result: None,
            shift: None,
            briefing: None,
            until: None,
        };
        match kind {
            EvidenceKind::Acknowledgement => {}
            EvidenceKind::Briefing => {
                rule.shift = self.path(section, "shift");
                rule.briefing = self.path(section, "briefing");
            }
            EvidenceKind::Report => rule.document = self.path(section, "document"),
            EvidenceKind::Promise => rule.until = self.path(section, "until"),
            EvidenceKind::Inspection => {
                rule.signer = self.path(section, "signer");
                rule.items = self.items(section);
                rule.results = self.results(section);
            }
            EvidenceKind::PlanFiled => {
                rule.plan = self.slug(section, "plan");
                rule.document = self.path(section, "document");
            }
            EvidenceKind::PlanTested => {
                rule.plan = self.slug(section, "plan");
                rule.document = self.optional_path(section, "document");
                rule.result = self.path(section, "result");
                rule.results = self.results(section);
            }
        }
        (self.reader.fault_count() == before).then_some(rule)
    }

    fn evidence_kind(&mut self, section: Section<'_>) -> Option<EvidenceKind> {
        let hint = format!("one of: {}", EvidenceKind::ALL.map(EvidenceKind::name).join(", "));
        let name = self.reader.required(section, "kind", &hint)?;
        let kind = EvidenceKind::ALL.into_iter().find(|kind| kind.name() == name);
        if kind.is_none() {
            let what = format!("{name:?} is nothing that another system records here");
            self.reader.add(section.place("kind"), &section.field("kind"), what, &hint);
        }
        kind
    }

    fn slug(&mut self, section: Section<'_>, key: &str) -> Option<Slug> {
        let hint = format!("write {key} = \"…\", the id the campaign file gives it");
        let text = self.reader.required(section, key, &hint)?;
        let slug = Slug::new(text.clone());
        if let Err(fault) = &slug {
            self.reader.add(section.place(key), &section.field(key), format!("{text:?}: {fault}"), &hint);
        }
        slug.ok()
    }

    fn optional_path(&mut self, section: Section<'_>, key: &str) -> Option<JsonPath> {
        section.table.get(key).is_some().then(|| self.path(section, key))?
    }

    fn items(&mut self, section: Section<'_>) -> BTreeMap<Slug, JsonPath> {
        let hint =
            "write items = { may-no = \"round.generator\" }: an item of the checklist and its JSON path";
        let table = section.table.get("items").and_then(Item::as_table_like);
        let table = table.filter(|table: &&dyn TableLike| (1..=MAX_ITEMS).contains(&table.len()));
        let Some(table) = table else {
            let what = format!("is missing, or no table of 1 to {MAX_ITEMS} items");
            self.reader.add(section.place("items"), &section.field("items"), what, hint);
            return BTreeMap::new();
        };
        let field = section.field("items");
        let inner = Section { path: &field, table, start: section.place("items") };
        let mut items = BTreeMap::new();
        for (name, item) in table.iter() {
            let path = item.as_str().map(JsonPath::parse);
            match (Slug::new(name.to_owned()), path) {
                (Ok(name), Some(Ok(path))) => {
                    items.insert(name, path);
                }
                _ => self.reader.add(
                    inner.place_of_key(name),
                    &inner.field(name),
                    "is no item with a JSON path",
                    hint,
                ),
            }
        }
        items
    }

    /// What each value means; one that means two things is a fault.
    fn results(&mut self, section: Section<'_>) -> BTreeMap<String, &'static str> {
        let mut results = BTreeMap::new();
        for result in ["pass", "fail", "not_applicable"] {
            if result == "not_applicable" && section.table.get(result).is_none() {
                continue;
            }
            for value in self.values(section, result) {
                if results.insert(value.clone(), result).is_some() {
                    let what = format!("lists {value:?}, which means another thing already");
                    self.reader.add(
                        section.place(result),
                        &section.field(result),
                        what,
                        "a value means one thing",
                    );
                }
            }
        }
        results
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use crate::{
        draft::Writer,
        evidence::EvidenceKind,
        mapping_file::parse_mapping,
        reading::{Kind, Says, read},
    };
    use calendar::Instant;
    use journal::{Fact, Grade, Slug};
    use serde_json::{Value, json};

    const RULES: &str = "[[evidence]]\nwhen = { type = \"round\" }\nkind = \"inspection.signed\"\nobligation = \"kiem-tra\"\n\
        id = \"id\"\ntime = \"at\"\nsigner = \"by.name\"\nnote = \"said\"\nitems = { may-no = \"r.gen\", pin = \"r.bat\" }\n\
        pass = [\"ok\", 1]\nfail = [\"nok\"]\nnot_applicable = [\"-\"]\n\
        [[evidence]]\nwhen = { type = \"plan\" }\nkind = \"plan.filed\"\nobligation = \"phuong-an\"\nid = \"id\"\ntime = \"at\"\n\
        plan = \"ung-cuu\"\ndocument = \"sha256\"\n\
        [[evidence]]\nwhen = { type = \"drill\" }\nkind = \"plan.tested\"\nobligation = \"phuong-an\"\nid = \"id\"\ntime = \"at\"\n\
        plan = \"ung-cuu\"\nresult = \"went\"\npass = [\"well\"]\nfail = [\"ill\"]\n\
        [[evidence]]\nwhen = { type = \"noted\" }\nkind = \"acknowledgement.given\"\nobligation = \"truc\"\nid = \"id\"\ntime = \"at\"\n\
        [[evidence]]\nwhen = { type = \"read\" }\nkind = \"briefing.read\"\nobligation = \"pho-bien\"\nid = \"id\"\ntime = \"at\"\n\
        shift = \"ca\"\nbriefing = \"sha256\"\n\
        [[evidence]]\nwhen = { type = \"report\" }\nkind = \"report.submitted\"\nobligation = \"bao-cao\"\nid = \"id\"\ntime = \"at\"\n\
        document = \"sha256\"\n\
        [[evidence]]\nwhen = { type = \"promise\" }\nkind = \"handling.promised\"\nobligation = \"truc\"\nid = \"id\"\ntime = \"at\"\n\
        until = \"until\"\n";

    fn says(body: &Value) -> Says {
        let mapping = parse_mapping(RULES, "map.toml", Kind::Webhook).unwrap();
        let now = Instant::parse("2027-02-05T17:00:00.000Z").unwrap();
        read(Kind::Webhook, &mapping, body.to_string().as_bytes(), now).unwrap().remove(0).says
    }

    fn body(more: Value) -> Value {
        let mut body = json!({ "id": 7, "at": "2027-02-05T16:00:00Z" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    }

    #[test]
    fn an_inspection_and_a_plan_are_read_as_the_mapping_says() {
        let round =
            body(json!({ "type": "round", "by": { "name": "Trần A" }, "r": { "gen": 1, "bat": "nok" } }));
        let Says::Evidence(inspection) = says(&round) else { unreachable!() };
        assert_eq!((inspection.kind, inspection.event.as_str()), (EvidenceKind::Inspection, "7"));
        assert_eq!(inspection.private["signer"].as_text(), Some("Trần A"));
        let Fact::List(answers) = &inspection.facts["checklist"] else { unreachable!() };
        assert_eq!(answers.len(), 2);
        let digest = "1d946b830095ee775316cd504cd9a2c9a3a82d059112d098e660226de8f38431";
        let Says::Evidence(plan) = says(&body(json!({ "type": "plan", "sha256": digest }))) else {
            unreachable!()
        };
        assert_eq!(
            (plan.private["document"].as_text(), plan.facts["plan"].as_text()),
            (Some(digest), Some("ung-cuu"))
        );
        let Says::Evidence(drill) = says(&body(json!({ "type": "drill", "went": "ill" }))) else {
            unreachable!()
        };
        assert_eq!(drill.facts["result"].as_text(), Some("fail"));
        assert!(
            matches!(says(&json!({ "type": "other" })), Says::Unmatched(object) if object["type"] == "other")
        );
    }

    #[test]
    fn what_was_noted_read_handed_in_or_promised_is_read_as_the_mapping_says() {
        let digest = "1d946b830095ee775316cd504cd9a2c9a3a82d059112d098e660226de8f38431";
        let evidence = |body: Value| {
            let Says::Evidence(evidence) = says(&body) else { unreachable!("{body}") };
            let own = Slug::new("di-dong".to_owned()).unwrap();
            let source = Slug::new("nguon".to_owned()).unwrap();
            let writer = Writer { node: "nut.example", organisation: &own, source: &source };
            writer.evidence(&evidence).unwrap()
        };
        let noted = evidence(body(json!({ "type": "noted" })));
        assert_eq!((noted.kind.as_str(), noted.grade), ("acknowledgement.given", Some(Grade::Asserted)));
        assert_eq!(noted.subject.as_str(), "obligation:truc");
        let read = evidence(body(json!({ "type": "read", "ca": "ca-1", "sha256": digest })));
        assert_eq!(read.facts["shift"].as_text(), Some("ca-1"));
        assert_eq!(read.facts["briefing"].as_text(), Some(digest));
        let report = evidence(body(json!({ "type": "report", "sha256": digest })));
        assert_eq!(report.facts["report"], report.private["document"]);
        let promise = evidence(body(json!({ "type": "promise", "until": "2027-02-06T08:00:00+07:00" })));
        assert_eq!(promise.facts["until"].as_text(), Some("2027-02-06T01:00:00.000Z"));
        assert_eq!(promise.grade, None);
        let told = |body: Value| {
            let Says::Faulty(faults) = says(&body) else { unreachable!("{body}") };
            faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(told(body(json!({ "type": "read", "ca": "Ca 1" }))), ["ca", "sha256"]);
        assert_eq!(told(body(json!({ "type": "report", "sha256": "x" }))), ["sha256"]);
        assert_eq!(told(body(json!({ "type": "promise", "until": "2027-02-06T08:00" }))), ["until"]);
    }

    #[test]
    fn what_does_not_fit_is_told_by_its_path() {
        let told = |body: Value| {
            let Says::Faulty(faults) = says(&body) else { unreachable!("{body}") };
            faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(
            told(json!({ "type": "round", "at": "hôm qua", "r": { "gen": "?" } })),
            ["id", "at", "by.name", "r.gen"]
        );
        assert_eq!(told(body(json!({ "type": "round", "by": { "name": "A" } }))), ["items"]);
        assert_eq!(told(body(json!({ "type": "plan", "sha256": "ABC" }))), ["sha256"]);
        assert_eq!(told(body(json!({ "type": "drill", "went": "so so" }))), ["went"]);
    }

    #[test]
    fn every_fault_of_the_file_is_told_at_once() {
        let text = "[[evidence]]\nwhen = { a = 1 }\nkind = \"target.turned\"\n\
                    [[evidence]]\nkind = \"plan.filed\"\nobligation = \"O\"\nid = \"i\"\ntime = \"t\"\nplan = \"p\"\nsigner = \"s\"\n\
                    [[evidence]]\nwhen = { a = 1 }\nkind = \"inspection.signed\"\nobligation = \"o\"\nid = \"i\"\ntime = \"t\"\n\
                    signer = \"s\"\nitems = { \"Mục\" = \"x\" }\npass = [\"a\"]\nfail = [\"a\"]\n";
        let faults = parse_mapping(text, "map.toml", Kind::Webhook).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "evidence[0].kind",
                "evidence[1].when",
                "evidence[1].obligation",
                "evidence[1].signer",
                "evidence[2].items.Mục",
                "evidence[2].fail",
            ],
            "{faults:#?}"
        );
        let faults = parse_mapping(RULES, "map.toml", Kind::Zabbix).unwrap_err();
        assert!(faults.iter().any(|fault| fault.field == "evidence"));
    }
}

//! What the fuzz targets call, and what the replay of their kept inputs calls: whatever another system sends, and
//! whatever stands in a mapping file, is read without a panic and within bounds.

use calendar::Instant;
use intake::fuzz::archive_of;
use journal::Slug;

use crate::{
    draft::Writer,
    evidence::ExternalEvidence,
    inspections::{MAX_ROWS, read_inspections},
    mapping::Mapping,
    mapping_file::parse_mapping,
    reading::{Kind, MAX_EVENTS, Says, read},
    table::read_table,
    zabbix_api,
};

const EVENT: &str =
    "[event]\nid = \"id\"\nstate = \"state\"\ndown = [\"1\"]\nup = [\"0\"]\ntime = \"at\"\ncause = \"why\"\n";
const EVIDENCE: &str = "[[evidence]]\nwhen = { type = \"round\" }\nkind = \"inspection.signed\"\nobligation = \"o\"\nid = \"id\"\n\
                        time = \"at\"\nsigner = \"by\"\nnote = \"why\"\nitems = { pin = \"pin\" }\npass = [\"1\"]\nfail = [\"0\"]\n";
const RULES: &str = "[[target]]\nis = \"a\"\nwhen = { host = \"core-1\" }\n[[target]]\nis = \"b\"\n\
                     when = { \"labels.instance\" = \"core-1\" }\n";

/// The body of a request, read as each kind.
pub fn body(bytes: &[u8]) {
    let now = Instant::from_ms(1_801_760_400_000);
    for kind in Kind::ALL {
        let Ok(readings) = read(kind, &mapping(kind), bytes, now) else { continue };
        assert!(readings.len() <= MAX_EVENTS, "no more is read than is taken");
        for reading in readings {
            assert!(reading.event.is_none_or(|event| event.chars().count() <= 300));
            match reading.says {
                Says::Turned { target, turn } => {
                    assert!(turn.cause.chars().count() + turn.detail.chars().count() <= 400);
                    assert!(!turn.cause.is_empty() && !turn.cause.chars().any(char::is_control));
                    let organisation = Slug::new("o").expect("a slug");
                    let writer =
                        Writer { node: "nut.example", organisation: &organisation, source: &organisation };
                    let draft = writer.turned(&target, &turn).expect("its parts were checked");
                    let origin = journal::Origin::of("nut.example", &organisation).expect("an origin");
                    draft.seal(origin, now, &mut || [0; 32]).expect("what was read can be recorded");
                }
                Says::Evidence(evidence) => seal(&evidence, now),
                Says::Acknowledged { target, acknowledged } => {
                    seal(&acknowledged.promise(&target, 30), now);
                }
                Says::Unmatched(object) => {
                    assert!(object.values().all(|value| value.chars().count() <= 100));
                }
                Says::Faulty(faults) => assert!(!faults.is_empty()),
                Says::Nothing => assert_eq!(kind, Kind::Zabbix),
            }
        }
    }
}

/// What is too long for an entry is told by the store.
fn seal(evidence: &ExternalEvidence, now: Instant) {
    let organisation = Slug::new("o").expect("a slug");
    let writer = Writer { node: "nut.example", organisation: &organisation, source: &organisation };
    let draft = writer.evidence(evidence).expect("its parts were checked");
    let origin = journal::Origin::of("nut.example", &organisation).expect("an origin");
    let _ = draft.seal(origin, now, &mut || [0; 32]);
}

/// An answer of Zabbix's API.
pub fn answer(bytes: &[u8]) {
    let Ok(result) = zabbix_api::result(bytes) else { return };
    let is_id = |id: &String| id.parse::<u64>().is_ok();
    assert!(zabbix_api::read_ids(&result).unwrap_or_default().iter().all(is_id));
    for (event, clocks) in zabbix_api::read_acknowledgements(&result).unwrap_or_default() {
        for clock in clocks {
            body(event.acknowledged_body(&clock).to_string().as_bytes());
        }
    }
    for event in zabbix_api::read_problems(&result).unwrap_or_default() {
        assert!(is_id(&event.id) && event.recovery.as_ref().is_none_or(is_id));
        body(event.body(None).to_string().as_bytes());
        body(event.body(Some("1801760400")).to_string().as_bytes());
    }
    let _ = (zabbix_api::read_clocks(&result), zabbix_api::read_attended(&result));
}

/// A mapping file.
pub fn mapping_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for kind in Kind::ALL {
        match parse_mapping(text, "map.toml", kind) {
            Ok(mapping) => assert!(!mapping.is_empty()),
            Err(faults) => assert!(faults.iter().all(|fault| fault.line > 0 && fault.column > 0)),
        }
    }
}

/// A sheet of inspections.
pub fn sheet(bytes: &[u8]) {
    let Ok(sheet) = read_inspections(bytes, None) else { return };
    assert!(sheet.rows.len() <= MAX_ROWS, "no more is read than is taken");
    for row in sheet.rows {
        match row.says {
            Ok(inspection) => assert!(!inspection.signer.is_empty() && !inspection.answers.is_empty()),
            Err(faults) => assert!(!faults.is_empty()),
        }
    }
}

/// A workbook: the bytes as they are, and as the XML of its sheet and of its styles.
pub fn workbook(bytes: &[u8]) {
    sheet(bytes);
    for (cells, styles) in [(bytes, &b"<styleSheet/>"[..]), (CELLS, bytes)] {
        let packed = archive_of(&[
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/worksheets/sheet1.xml", cells),
            ("xl/styles.xml", styles),
            ("xl/sharedStrings.xml", bytes),
        ]);
        sheet(&packed);
        if let Ok(table) = read_table(&packed, Some("Tờ 1")) {
            for line in &table.lines {
                assert_eq!(line.cells.len(), table.columns.len());
                assert!(line.notes.iter().all(|note| note.column < table.columns.len()));
                assert!(table.cell(0, line.line).is_some_and(|name| name.ends_with(&line.line.to_string())));
            }
        }
    }
}

pub(crate) const BOOK: &[u8] =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Tờ 1\" sheetId=\"1\" r:id=\"rId1\"/>\
                                <sheet name=\"Tờ 2\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"
        .as_bytes();
pub(crate) const LINKS: &[u8] = b"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>\
                                  <Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>";
const CELLS: &[u8] =
    b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>at</t></is></c></row>\
                       <row r=\"2\"><c r=\"A2\" s=\"1\"><v>46054.5</v></c></row></sheetData></worksheet>";

fn mapping(kind: Kind) -> Mapping {
    let text = if kind.is_mapped() { format!("{EVENT}{EVIDENCE}{RULES}") } else { RULES.to_owned() };
    parse_mapping(&text, "map.toml", kind).expect("the mapping above is in order")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            body(&bytes);
            mapping_file(&bytes);
        }

        #[test]
        fn bodies_of_the_right_shape_are_read_or_refused(
            id in any::<String>(), state in "[012]|firing|resolved", at in "[0-9TZ:+.-]{0,30}|1801760400",
            why in any::<String>(), host in "core-1|core-2",
        ) {
            let flat = serde_json::json!({
                "id": id, "state": state, "at": at, "why": why, "host": host,
                "event_id": id, "value": state, "trigger": why, "trigger_id": why,
            });
            body(flat.to_string().as_bytes());
            let alert = serde_json::json!({
                "fingerprint": id, "status": state, "startsAt": at, "endsAt": at,
                "labels": { "alertname": why, "instance": host, "job": why },
            });
            let group = serde_json::json!({ "version": "4", "groupKey": id, "alerts": [alert, 3, null] });
            body(group.to_string().as_bytes());
        }

        #[test]
        fn files_of_the_right_shape_are_read_or_refused(
            path in "[a-c.\"\\[\\]0]{0,8}", value in any::<String>(), target in "[a-z-]{0,4}",
        ) {
            let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
            let text = format!("[[target]]\nis = {}\nwhen = {{ {} = {} }}\n", quoted(&target), quoted(&path), quoted(&value));
            mapping_file(text.as_bytes());
        }
    }
}

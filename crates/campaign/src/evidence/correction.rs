//! Whether a correction changes anything: what it answers must be its writer's to correct, and what it states must be
//! what such an entry can state.

use journal::{Draft, Entry, Fact, Grade, Slug};

use super::{DraftFault, EvidenceFault, facts::Fields, read::read_body, says, shape::find_shape};
use crate::Said;

/// Checks a correction that `writer` wants to record against the entry it answers.
pub fn check_correction(
    draft: &Draft,
    answered: &Entry,
    writer: &Slug,
    is_regulator: bool,
) -> Result<(), DraftFault> {
    let mut fields = Vec::new();
    let mut add = |field: &str, what: Said| fields.push(EvidenceFault { field: field.to_owned(), what });
    let (id, log) = (answered.id, answered.origin.organisation());
    let about = |facts: &journal::Facts, own: &Slug| {
        let named = facts.get("organisation").and_then(Fact::as_text);
        named.map_or_else(|| own.to_string(), ToOwned::to_owned)
    };
    let measured = answered.grade == Some(Grade::Measured);
    if !is_regulator && log != writer {
        add("answers", says::anothers(id));
    } else if !is_regulator && measured && draft.grade != Some(Grade::Measured) {
        add("answers", says::measured_stays(id));
    }
    if about(&answered.facts, log) != about(&draft.facts, writer) {
        add("facts.organisation", says::not_about(id));
    }
    let obligation = |facts: &journal::Facts| facts.get("obligation").cloned();
    if obligation(&answered.facts).is_some() && obligation(&answered.facts) != obligation(&draft.facts) {
        add("facts.obligation", says::not_obligation_of(id));
    }
    if let Some(stated) = draft.facts.get("fields").and_then(Fact::as_map) {
        if measured {
            add("facts.fields", says::restates_measurement());
        }
        let mut restated = answered.facts.clone();
        restated.extend(stated.clone());
        let kind = answered.kind.as_str();
        let known = find_shape(kind).map_or(&[][..], |shape| shape.facts);
        let faults = Fields::new(&restated, "facts.fields").only(known).err();
        for fault in faults.into_iter().chain(read_body(kind, &restated).err()) {
            let field = fault.field.strip_prefix("facts.").unwrap_or(&fault.field);
            let field = field.strip_prefix("fields.").unwrap_or(field);
            add(&format!("facts.fields.{field}"), fault.what);
        }
        if restated == answered.facts {
            add("facts.fields", says::says_already(id));
        }
    }
    if fields.is_empty() { Ok(()) } else { Err(DraftFault { fields }) }
}

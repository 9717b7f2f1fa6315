//! The generic webhook: one event a body, a turn or a piece of evidence, each part of it where the mapping says.

use calendar::Instant;
use serde_json::Value;

use crate::{
    event::{self, External, Faults, FieldFault, State},
    mapping::{EventPaths, Mapping},
    reading::{Reading, Says, named, reading},
};

/// Reads a body.
pub fn read(body: &Value, mapping: &Mapping, now: Instant) -> Reading {
    if let Some(rule) = mapping.evidence.iter().find(|rule| rule.fits(body)) {
        let event = event::event_id(rule.id.find(body)).ok().map(|id| named(&id));
        let says = match rule.read(body, now) {
            Ok(evidence) => Says::Evidence(Box::new(evidence)),
            Err(faults) => Says::Faulty(faults),
        };
        return Reading { event, says };
    }
    if mapping.event.is_none() && !mapping.evidence.is_empty() {
        return Reading { event: None, says: Says::Unmatched(mapping.object(body)) };
    }
    let Some(paths) = &mapping.event else {
        // The mapping file of a webhook is refused without [event].
        let fault = FieldFault { field: "body".to_owned(), what: "is not mapped".into() };
        return Reading { event: None, says: Says::Faulty(vec![fault]) };
    };
    let id = event::event_id(paths.id.find(body));
    reading(body, mapping, id.clone().ok(), || turn(body, paths, id, now))
}

fn turn(
    body: &Value,
    paths: &EventPaths,
    id: Result<String, String>,
    now: Instant,
) -> Result<External, Vec<FieldFault>> {
    let mut faults = Faults::default();
    let id = faults.keep(&paths.id.to_string(), id);
    let state = faults.keep(&paths.state.to_string(), state(body, paths));
    let at = faults.keep(&paths.time.to_string(), event::moment(paths.time.find(body), now));
    let cause = paths.cause.as_ref().and_then(|path| path.find_text(body));
    match (id, state, at) {
        (Some(event), Some(state), Some(at)) => {
            Ok(External { event, state, at, cause: event::cause(cause.as_deref()), detail: String::new() })
        }
        _ => Err(faults.0),
    }
}

fn state(body: &Value, paths: &EventPaths) -> Result<State, String> {
    let value = paths.state.find_text(body).ok_or("is missing, or no text and no number")?;
    if paths.down.contains(&value) {
        Ok(State::Down)
    } else if paths.up.contains(&value) {
        Ok(State::Up)
    } else {
        Err("is none of the values that the mapping lists under down and up".to_owned())
    }
}

//! What of a campaign stands in a calendar: its period, phases, critical hours and freeze windows, by when each obligation
//! is due and who owes it, until when something was promised or given to a unit, and when a delegation ends.
//!
//! No person is named: a calendar file is handed to programs of others. Whoever keeps the roster of the shifts is not
//! known yet, so that shifts stand in none.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::{Campaign, Cell, Obligation, Period, Status};
use jiff::civil::Time;
use journal::Slug;

use crate::{
    ics::{Event, When},
    wording::Wording,
};

/// What a calendar is made of, as far as its reader sees it.
pub struct Schedule<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The cells.
    pub cells: &'a [Cell],
    /// The delegations that hold.
    pub delegations: Vec<DelegationEnd>,
}

/// When somebody stops signing for another.
#[derive(Clone, Debug)]
pub struct DelegationEnd {
    /// Opaque id of the delegation.
    pub id: String,
    /// Name of the organisation.
    pub organisation: String,
    /// `KT.`, `TL.` or `TUQ.`.
    pub form: String,
    /// When.
    pub until: Instant,
}

impl Schedule<'_> {
    /// The calendar's name.
    pub fn name(&self, words: &Wording) -> String {
        words.text("calendar-name", &[("title", &self.campaign.title)])
    }

    /// What stands in it: first what holds for everybody, then by obligation in the order of the campaign.
    pub fn events(&self, words: &Wording) -> Vec<Event> {
        let mut events = self.periods(words);
        let mut by_obligation: BTreeMap<&Slug, Vec<&Cell>> = BTreeMap::new();
        // What was waived nobody waits for.
        for cell in self.cells.iter().filter(|cell| cell.status != Status::Waived) {
            by_obligation.entry(&cell.obligation).or_default().push(cell);
        }
        for obligation in &self.campaign.obligations {
            let cells = by_obligation.get(&obligation.id).map_or(&[][..], Vec::as_slice);
            events.extend(self.deadline(obligation, cells, words));
            for cell in cells {
                events.extend(self.promise(obligation, cell, words));
                events.extend(self.assignment(obligation, cell, words));
            }
        }
        events.extend(
            self.delegations.iter().map(|one| Event {
                uid: format!("delegation.{}", one.id),
                summary: words
                    .text("calendar-delegation", &[("form", &one.form), ("organisation", &one.organisation)]),
                description: Vec::new(),
                when: ends(one.until),
                category: words.text("calendar-category-duty", &[]),
            }),
        );
        events
    }

    fn periods(&self, words: &Wording) -> Vec<Event> {
        let campaign = self.campaign;
        let event = |what: &str, id: &Slug, key: &str, title: &str, from, to| Event {
            uid: format!("{what}.{id}.{}", campaign.id),
            summary: words.text(key, &[("title", title)]),
            description: Vec::new(),
            when: When::Span { from, to },
            category: words.text("calendar-category-period", &[]),
        };
        let whole =
            event("campaign", &campaign.id, "calendar-campaign", &campaign.title, campaign.from, campaign.to);
        let parts = |what: &'static str, key: &'static str, list: &[Period]| {
            let part = |one: &Period| event(what, &one.id, key, &one.title, one.from, one.to);
            list.iter().map(part).collect::<Vec<_>>()
        };
        let mut events = vec![whole];
        events.extend(parts("phase", "calendar-phase", &campaign.phases));
        events.extend(parts("critical", "calendar-critical", &campaign.critical));
        events.extend(parts("freeze", "calendar-freeze", &campaign.freeze));
        events
    }

    /// One for all who owe it: they owe it by the same moment.
    fn deadline(&self, obligation: &Obligation, cells: &[&Cell], words: &Wording) -> Option<Event> {
        let due = obligation.due.filter(|_| !cells.is_empty())?;
        let owners: Vec<String> = cells.iter().map(|cell| self.name_of(&cell.organisation)).collect();
        let title = match owners.as_slice() {
            [only] => {
                words.text("calendar-of-one", &[("obligation", &obligation.title), ("organisation", only)])
            }
            _ => obligation.title.clone(),
        };
        let when = ends(due);
        // A day is over before the moment itself; at a moment it has to be said.
        let before = obligation.due_strict && matches!(when, When::At(_));
        let key = if before { "calendar-due-before" } else { "calendar-due" };
        let (sentence, moment) = if obligation.due_strict {
            ("report-due-strict", words.moment(due))
        } else {
            ("report-due", words.deadline(due))
        };
        Some(Event {
            uid: format!("due.{}.{}", obligation.id, self.campaign.id),
            summary: words.text(key, &[("what", &title)]),
            description: vec![
                words.text(sentence, &[("moment", &moment)]),
                format!("“{}”", obligation.quote),
                words.text("calendar-owners", &[("owners", &owners.join("; "))]),
            ],
            when,
            category: words.text("calendar-category-deadline", &[]),
        })
    }

    fn promise(&self, obligation: &Obligation, cell: &Cell, words: &Wording) -> Option<Event> {
        let until = cell.promised_until?;
        let organisation = self.name_of(&cell.organisation);
        let args = [("obligation", &*obligation.title), ("organisation", &organisation)];
        Some(Event {
            uid: format!("promise.{}.{}.{}", obligation.id, cell.organisation, self.campaign.id),
            summary: words.text("calendar-promised", &args),
            description: Vec::new(),
            when: ends(until),
            category: words.text("calendar-category-deadline", &[]),
        })
    }

    fn assignment(&self, obligation: &Obligation, cell: &Cell, words: &Wording) -> Option<Event> {
        let holder = cell.holder.as_ref()?;
        let until = holder.until?;
        let unit = self.name_of(holder.unit.as_ref().unwrap_or(&cell.organisation));
        Some(Event {
            uid: format!("assignment.{}", holder.id),
            summary: words.text("calendar-assigned", &[("obligation", &obligation.title), ("unit", &unit)]),
            description: Vec::new(),
            when: ends(until),
            category: words.text("calendar-category-duty", &[]),
        })
    }

    fn name_of(&self, id: &Slug) -> String {
        self.campaign.find_organisation(id).map_or_else(|| id.to_string(), |one| one.name.clone())
    }
}

/// What ends with a midnight ends with the day before it, all of which is left; else it is a moment.
fn ends(at: Instant) -> When {
    let local = at.local_datetime();
    match local.date().yesterday() {
        Ok(day) if local.time() == Time::midnight() => When::Day(day),
        _ => When::At(at),
    }
}

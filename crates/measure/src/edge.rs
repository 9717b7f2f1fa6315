//! Edges: when a target went down, and when it came back. `fail_after` failures in a row mean down,
//! from the first of them; one good answer means up. What our own node was late for says neither. The turns of a target
//! follow one another in time as they did in truth, also where the clock was put back between them.

use calendar::Instant;
use campaign::TargetState;
use serde::Serialize;
use series::SampleStatus;

use crate::outcome::Cause;

/// How a target stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not measured yet.
    #[default]
    Unknown,
    /// Answers.
    Up,
    /// Does not.
    Down,
    /// Deliberately not measured.
    Excluded,
}

impl State {
    /// Its word in facts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => TargetState::Unknown.name(),
            Self::Up => TargetState::Up.name(),
            Self::Down => TargetState::Down.name(),
            Self::Excluded => TargetState::Excluded.name(),
        }
    }
}

/// A change of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When the first probe showed it, and after the turn before it.
    pub at: Instant,
    /// From what.
    pub from: State,
    /// To what.
    pub to: State,
    /// Why.
    pub cause: Cause,
    /// Why, in a few words.
    pub detail: String,
}

/// Watches one target.
#[derive(Clone, Debug)]
pub struct Edge {
    state: State,
    fail_after: u32,
    failing: Option<Failing>,
    /// When it last turned.
    turned_at: Option<Instant>,
}

#[derive(Clone, Debug)]
struct Failing {
    at: Instant,
    cause: Cause,
    detail: String,
    in_a_row: u32,
}

impl Edge {
    /// A target that stood at `state` when last heard of.
    pub const fn new(state: State, fail_after: u32) -> Self {
        Self { state, fail_after, failing: None, turned_at: None }
    }

    /// Takes one probe's end; says so if the state changed.
    pub fn observe(&mut self, at: Instant, cause: Cause, detail: &str) -> Option<Turn> {
        match cause.status() {
            SampleStatus::OwnLate => None,
            SampleStatus::Ok => self.turn(State::Up, at, cause, detail),
            SampleStatus::Excluded => self.turn(State::Excluded, at, cause, detail),
            SampleStatus::Timeout
            | SampleStatus::Refused
            | SampleStatus::Unreachable
            | SampleStatus::Error => self.fail(at, cause, detail),
        }
    }

    /// How the target stands.
    pub const fn state(&self) -> State {
        self.state
    }

    fn turn(&mut self, to: State, at: Instant, cause: Cause, detail: &str) -> Option<Turn> {
        self.failing = None;
        let from = std::mem::replace(&mut self.state, to);
        if from == to {
            return None;
        }
        let at = self.turned_at.map_or(at, |last| at.max(last.plus_ms(1)));
        self.turned_at = Some(at);
        Some(Turn { at, from, to, cause, detail: detail.to_owned() })
    }

    fn fail(&mut self, at: Instant, cause: Cause, detail: &str) -> Option<Turn> {
        if self.state == State::Down {
            return None;
        }
        let first = || Failing { at, cause, detail: detail.to_owned(), in_a_row: 0 };
        let failing = self.failing.get_or_insert_with(first);
        failing.in_a_row += 1;
        if failing.in_a_row < self.fail_after {
            return None;
        }
        let first = self.failing.take()?;
        self.turn(State::Down, first.at, first.cause, &first.detail)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    /// One letter a second: `.` ok, `t` timeout, `r` refused, `l` own late, `x` excluded.
    fn turns(fail_after: u32, probes: &str) -> Vec<(i64, State, State, Cause)> {
        let mut edge = Edge::new(State::Unknown, fail_after);
        let mut seen = Vec::new();
        for (second, letter) in (0..).zip(probes.chars()) {
            let cause = match letter {
                '.' => Cause::Ok,
                't' => Cause::Timeout,
                'r' => Cause::Refused,
                'l' => Cause::OwnLate,
                _ => Cause::NotGranted,
            };
            if let Some(turn) = edge.observe(Instant::from_ms(second * 1000), cause, "") {
                seen.push((turn.at.as_ms() / 1000, turn.from, turn.to, turn.cause));
            }
        }
        seen
    }

    #[test]
    fn down_counts_from_the_first_failure_and_up_from_the_first_success() {
        use State::{Down, Unknown, Up};
        let seen = turns(3, "..trr.r");
        assert_eq!(
            seen,
            [(0, Unknown, Up, Cause::Ok), (2, Up, Down, Cause::Timeout), (5, Down, Up, Cause::Ok)]
        );
    }

    #[test]
    fn fewer_failures_than_asked_for_are_no_edge() {
        assert_eq!(turns(3, ".tt.tt.rr.").len(), 1);
        assert_eq!(turns(1, ".t.").len(), 3);
    }

    #[test]
    fn our_own_lateness_neither_adds_nor_breaks_a_row() {
        assert_eq!(turns(3, ".llllllll").len(), 1);
        assert_eq!(turns(3, ".tltlt").last().unwrap().0, 1);
        assert!(turns(3, "lll").is_empty(), "unknown stays unknown");
    }

    #[test]
    fn a_clock_that_was_put_back_turns_no_order_round() {
        let mut edge = Edge::new(State::Up, 1);
        let at = |ms: i64, cause| (Instant::from_ms(ms), cause);
        let (down_at, down) = at(5_000_000, Cause::Timeout);
        let (up_at, up) = at(1_000_000, Cause::Ok);
        assert_eq!(edge.observe(down_at, down, "").unwrap().at, down_at);
        assert_eq!(edge.observe(up_at, up, "").unwrap().at, down_at.plus_ms(1));
    }

    #[test]
    fn exclusion_is_an_edge_of_its_own() {
        use State::{Excluded, Unknown, Up};
        let seen = turns(2, "xxt.");
        assert_eq!(seen, [(0, Unknown, Excluded, Cause::NotGranted), (3, Excluded, Up, Cause::Ok)]);
    }
}

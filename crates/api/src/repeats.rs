//! Answers to writes that may be sent again, kept in memory for an hour and by caller: an account or a program's key.
//! What one caller keeps is bounded by itself, so that none pushes out what another keeps. What was written is known for
//! longer, by the store; here are the answers of the last hour, refusals among them, and the writes being carried out.
//!
//! A key is one session's: what was answered to another session of the same account, such as a code that is shown once,
//! is not given again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode},
};
use calendar::Instant;
use store::Sent;

/// How long an answer is kept.
const KEPT_MS: i64 = 60 * 60 * 1_000;
/// Answers kept for one caller: a write every fourteen seconds for the whole hour. Beyond it the caller's own oldest
/// goes.
pub const MAX_PER_CALLER: usize = 256;
/// Bytes of bodies kept for one caller; most answers to a write have a few hundred.
const MAX_BYTES_PER_CALLER: usize = 256 * 1024;
/// Largest answer kept. What is longer answers a question, not a write.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// Callers kept for. Only an administrator makes them; beyond it those with nothing of the last hour go, then the one
/// that wrote longest ago.
const MAX_CALLERS: usize = 4_096;

/// An answer as it was given.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// What is known of a write that comes.
#[derive(Debug)]
pub enum Known {
    /// Nothing: it is to be carried out, and the turn to be ended with its answer.
    New(Turn),
    /// It is being carried out.
    Running,
    /// It was answered.
    Answered(Kept),
    /// The key was used for another request.
    Other,
}

/// Answers of the last hour.
#[derive(Clone, Default)]
pub struct Repeats(Arc<Mutex<HashMap<String, Caller>>>);

#[derive(Default)]
struct Caller {
    turns: HashMap<[u8; 32], Begun>,
    /// When the last write began.
    last: Option<Instant>,
}

struct Begun {
    at: Instant,
    request: [u8; 32],
    /// None while it is being carried out.
    answer: Option<Kept>,
}

impl Begun {
    fn has_ended(&self, now: Instant) -> bool {
        now.ms_since(self.at) >= KEPT_MS
    }

    fn bytes(&self) -> usize {
        self.answer.as_ref().map_or(0, |kept| kept.body.len())
    }
}

impl Caller {
    /// Lets what is past go, then the oldest until another has room.
    fn make_room(&mut self, now: Instant) {
        self.turns.retain(|_, begun| !begun.has_ended(now));
        while self.turns.len() >= MAX_PER_CALLER || self.bytes() > MAX_BYTES_PER_CALLER {
            let answered = self.turns.iter().filter(|(_, begun)| begun.answer.is_some());
            let Some(oldest) = answered.min_by_key(|(_, begun)| begun.at).map(|(key, _)| *key) else { break };
            self.turns.remove(&oldest);
        }
    }

    fn bytes(&self) -> usize {
        self.turns.values().map(Begun::bytes).sum()
    }
}

/// A write that is being carried out. Dropped without an answer, it may be sent again as if it had not come.
pub struct Turn {
    repeats: Repeats,
    which: Sent,
    at: Instant,
    ended: bool,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turn").field("caller", &self.which.caller).finish_non_exhaustive()
    }
}

impl Repeats {
    /// What is known of a write; one that is new begins with this.
    pub fn begin(&self, which: Sent, now: Instant) -> Known {
        let mut callers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MAX_CALLERS && !callers.contains_key(&which.caller) {
            forget_idle(&mut callers, now);
        }
        let caller = callers.entry(which.caller.clone()).or_default();
        if let Some(begun) = caller.turns.get(&which.key).filter(|begun| !begun.has_ended(now)) {
            return match &begun.answer {
                _ if begun.request != which.request => Known::Other,
                None => Known::Running,
                Some(kept) => Known::Answered(kept.clone()),
            };
        }
        caller.make_room(now);
        caller.last = Some(now);
        caller.turns.insert(which.key, Begun { at: now, request: which.request, answer: None });
        Known::New(Turn { repeats: self.clone(), which, at: now, ended: false })
    }

    /// Changes the turn that a write began, unless another has taken its place since.
    fn change(&self, turn: &Turn, change: impl FnOnce(&mut HashMap<[u8; 32], Begun>)) {
        let mut callers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(caller) = callers.get_mut(&turn.which.caller)
            && caller.turns.get(&turn.which.key).is_some_and(|begun| begun.at == turn.at)
        {
            change(&mut caller.turns);
        }
    }
}

impl Turn {
    /// Keeps the answer, unless it is too large to be one to a write.
    pub fn end(mut self, answer: Kept) {
        if answer.body.len() > MAX_ANSWER_BYTES {
            return;
        }
        self.ended = true;
        self.repeats.change(&self, |turns| {
            if let Some(begun) = turns.get_mut(&self.which.key) {
                begun.answer = Some(answer);
            }
        });
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.ended {
            let repeats = self.repeats.clone();
            repeats.change(self, |turns| {
                turns.remove(&self.which.key);
            });
        }
    }
}

fn forget_idle(callers: &mut HashMap<String, Caller>, now: Instant) {
    callers.retain(|_, caller| caller.last.is_some_and(|last| now.ms_since(last) < KEPT_MS));
    if callers.len() >= MAX_CALLERS
        && let Some(idle) = callers.iter().min_by_key(|(_, caller)| caller.last).map(|(id, _)| id.clone())
    {
        callers.remove(&idle);
    }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn which(caller: &str, n: usize) -> Sent {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&n.to_le_bytes());
        Sent { caller: caller.to_owned(), key, request: [1; 32] }
    }

    fn write(repeats: &Repeats, caller: &str, n: usize, bytes: usize, at_ms: i64) {
        let Known::New(turn) = repeats.begin(which(caller, n), Instant::from_ms(at_ms)) else {
            panic!("{caller} {n} was known")
        };
        let body = Bytes::from(vec![b'x'; bytes]);
        turn.end(Kept { status: StatusCode::CREATED, headers: HeaderMap::new(), body });
    }

    fn is_answered(repeats: &Repeats, caller: &str, n: usize, at_ms: i64) -> bool {
        match repeats.begin(which(caller, n), Instant::from_ms(at_ms)) {
            Known::Answered(_) => true,
            Known::New(_) => false,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_caller_that_writes_much_pushes_out_its_own_answers_and_nobody_else_s() {
        let repeats = Repeats::default();
        write(&repeats, "a-1", 0, 10, 1_000);
        for n in 0..5_000 {
            write(&repeats, "a-2", n, 10, 2_000);
        }
        for n in 0..50 {
            write(&repeats, "a-3", n, MAX_ANSWER_BYTES, 3_000 + n as i64);
        }
        assert!(is_answered(&repeats, "a-1", 0, 4_000));
        assert!(!is_answered(&repeats, "a-1", 1, 4_000), "another's answer is not told");
        assert!(is_answered(&repeats, "a-2", 4_999, 4_000));
        assert!(is_answered(&repeats, "a-3", 49, 4_000) && !is_answered(&repeats, "a-3", 0, 4_000));
        let callers = repeats.0.lock().unwrap_or_else(PoisonError::into_inner);
        for caller in callers.values() {
            assert!(caller.turns.len() <= MAX_PER_CALLER);
            assert!(caller.bytes() <= MAX_BYTES_PER_CALLER + MAX_ANSWER_BYTES);
        }
    }

    #[test]
    fn a_write_that_failed_or_was_dropped_may_come_again_and_one_that_runs_is_not_begun_twice() {
        let repeats = Repeats::default();
        let now = Instant::from_ms(1_000);
        let Known::New(turn) = repeats.begin(which("a", 1), now) else { panic!("it is new") };
        assert!(matches!(repeats.begin(which("a", 1), now), Known::Running));
        let other = Sent { request: [2; 32], ..which("a", 1) };
        assert!(matches!(repeats.begin(other.clone(), now), Known::Other));
        drop(turn);
        write(&repeats, "a", 1, 10, 1_000);
        assert!(matches!(repeats.begin(other, now), Known::Other));
        assert!(is_answered(&repeats, "a", 1, 1_000 + KEPT_MS - 1));
        assert!(!is_answered(&repeats, "a", 1, 1_000 + KEPT_MS));
    }

    #[test]
    fn callers_are_bounded_and_the_idle_go_first() {
        let repeats = Repeats::default();
        for n in 0..MAX_CALLERS + 10 {
            write(&repeats, &format!("a-{n}"), 0, 1, 1_000 + n as i64);
        }
        let at = 1_000 + MAX_CALLERS as i64 + 10;
        assert!(is_answered(&repeats, &format!("a-{}", MAX_CALLERS + 9), 0, at));
        let callers = repeats.0.lock().unwrap_or_else(PoisonError::into_inner);
        assert!(callers.len() <= MAX_CALLERS && !callers.contains_key("a-0"));
    }
}

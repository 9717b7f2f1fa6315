//! How many live streams an account follows at once. Each holds memory and a connection for as long as it likes, so one
//! account's are bounded; one more is refused and not an older one ended, for the page of that would come back and end
//! another, for ever.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Streams of one account at once: each of the twenty sessions it may have with a page, and a dozen tabs besides.
pub const MAX_STREAMS: u32 = 32;

/// The streams that are open, by the opaque id of whose they are.
#[derive(Debug, Default)]
pub struct Streams {
    open: Mutex<HashMap<String, u32>>,
}

/// A place among an account's streams, until it is dropped.
#[derive(Debug)]
pub struct OpenStream {
    streams: Arc<Streams>,
    actor: String,
}

impl Streams {
    /// A place for one more, unless the account has as many as it may.
    pub fn open(self: &Arc<Self>, actor: &str) -> Option<OpenStream> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(actor.to_owned()).or_default();
        if *count >= MAX_STREAMS {
            return None;
        }
        *count += 1;
        Some(OpenStream { streams: Arc::clone(self), actor: actor.to_owned() })
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.actor) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.actor);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_so_many_and_what_ends_makes_room_and_leaves_nothing() {
        let streams = Arc::new(Streams::default());
        let mut held: Vec<OpenStream> = (0..MAX_STREAMS).map(|_| streams.open("a-1").unwrap()).collect();
        assert!(streams.open("a-1").is_none() && streams.open("a-2").is_some());
        held.pop();
        held.push(streams.open("a-1").unwrap());
        drop(held);
        assert!(streams.open.lock().unwrap().is_empty());
    }
}

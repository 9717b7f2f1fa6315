//! What no rule of a mapping knows: counted and listed for the people of the organisation, never kept on disk.

use std::collections::VecDeque;

use calendar::Instant;

use crate::mapping::Object;

/// Objects listed; beyond it the one heard of longest ago gives way, and the count goes on.
const MAX_OBJECTS: usize = 100;

/// An object of another system that is no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// What the rules see of it.
    pub object: Object,
    /// Events of it.
    pub count: u64,
    /// When the first came.
    pub first_at: Instant,
    /// When the last came.
    pub last_at: Instant,
}

/// The list of one source, since the node started.
#[derive(Clone, Debug, Default)]
pub struct UnmatchedList {
    total: u64,
    /// The one heard of last stands last.
    objects: VecDeque<Unmatched>,
}

impl UnmatchedList {
    /// Notes an event of an object.
    pub fn note(&mut self, object: Object, now: Instant) {
        self.total = self.total.saturating_add(1);
        let known = self.objects.iter().position(|known| known.object == object);
        let mut noted = known.and_then(|place| self.objects.remove(place)).unwrap_or(Unmatched {
            object,
            count: 0,
            first_at: now,
            last_at: now,
        });
        noted.count = noted.count.saturating_add(1);
        noted.last_at = now;
        if self.objects.len() == MAX_OBJECTS {
            self.objects.pop_front();
        }
        self.objects.push_back(noted);
    }

    /// Events of unknown objects, those no longer listed too.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The objects, the one heard of last first.
    pub fn objects(&self) -> impl Iterator<Item = &Unmatched> {
        self.objects.iter().rev()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(name: usize) -> Object {
        Object::from([("host".to_owned(), name.to_string())])
    }

    #[test]
    fn events_of_one_object_are_one_line_and_the_list_is_bounded() {
        let mut list = UnmatchedList::default();
        for n in 0..300 {
            list.note(object(n), Instant::from_ms(n as i64));
            list.note(object(0), Instant::from_ms(n as i64));
        }
        assert_eq!((list.total(), list.objects().count()), (600, MAX_OBJECTS));
        let newest = list.objects().next().cloned();
        let newest = newest.map(|one| (one.object, one.count, one.first_at, one.last_at));
        assert_eq!(newest, Some((object(0), 301, Instant::from_ms(0), Instant::from_ms(299))));
    }
}

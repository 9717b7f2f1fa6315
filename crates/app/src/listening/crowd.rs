//! Who is connected, and who has to make room: a decision without sockets.
//!
//! A connection is *unheard* until its first request is read whole. Only the unheard make room for others, the oldest
//! first: who has a live stream open keeps it however many press at the door. A flood from one address takes the places
//! of that address, and no others.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
};

/// How many are let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Connections in all: each is an open file.
    pub all: usize,
    /// Of them unheard: each may hold as much memory as a request's head takes.
    pub unheard: usize,
    /// Connections from one address: an office behind one address has a live stream for each open page.
    pub of_one: usize,
    /// Of them unheard.
    pub unheard_of_one: usize,
}

/// The address a connection counts for; none where many stand behind one by right, such as a server in front.
pub type Origin = Option<IpAddr>;

/// A connection that is let in.
#[derive(Debug, PartialEq, Eq)]
pub struct Entered<T> {
    /// Its number.
    pub number: u64,
    /// What was handed over for the connection that makes room for it, if one does.
    pub shed: Option<T>,
}

/// Everybody who is connected, each with what is needed to send it away.
pub struct Crowd<T> {
    room: Room,
    next: u64,
    members: BTreeMap<u64, (Origin, T)>,
    /// Numbers in order of their coming.
    unheard: BTreeSet<u64>,
    origins: BTreeMap<IpAddr, OfOne>,
}

#[derive(Default)]
struct OfOne {
    connections: usize,
    unheard: BTreeSet<u64>,
}

impl<T> Crowd<T> {
    /// Nobody yet.
    pub fn new(room: Room) -> Self {
        Self { room, next: 0, members: BTreeMap::new(), unheard: BTreeSet::new(), origins: BTreeMap::new() }
    }

    /// Lets a connection in, or turns it away where nobody can make room for it.
    pub fn enter(&mut self, origin: Origin, token: T) -> Option<Entered<T>> {
        let of_one = origin.and_then(|address| self.origins.get(&address));
        let of_one_full = of_one.is_some_and(|one| {
            one.connections >= self.room.of_one || one.unheard.len() >= self.room.unheard_of_one
        });
        let full = self.members.len() >= self.room.all || self.unheard.len() >= self.room.unheard;
        let shed = if of_one_full {
            Some(of_one.and_then(|one| one.unheard.first().copied())?)
        } else if full {
            Some(self.unheard.first().copied()?)
        } else {
            None
        };
        let shed = shed.and_then(|number| self.leave(number));
        let number = self.next;
        self.next += 1;
        self.members.insert(number, (origin, token));
        self.unheard.insert(number);
        if let Some(address) = origin {
            let one = self.origins.entry(address).or_default();
            one.connections += 1;
            one.unheard.insert(number);
        }
        Some(Entered { number, shed })
    }

    /// A request of this connection was read: it makes room for nobody from now on.
    pub fn heard(&mut self, number: u64) {
        self.unheard.remove(&number);
        let origin = self.members.get(&number).and_then(|(origin, _)| *origin);
        if let Some(one) = origin.and_then(|address| self.origins.get_mut(&address)) {
            one.unheard.remove(&number);
        }
    }

    /// The connection is gone; gives back what was handed over for it, once.
    pub fn leave(&mut self, number: u64) -> Option<T> {
        let (origin, token) = self.members.remove(&number)?;
        self.unheard.remove(&number);
        if let Some(address) = origin
            && let Some(one) = self.origins.get_mut(&address)
        {
            one.unheard.remove(&number);
            one.connections -= 1;
            if one.connections == 0 {
                self.origins.remove(&address);
            }
        }
        Some(token)
    }

    /// Sends away everybody who has not said anything yet.
    pub fn shed_unheard(&mut self) -> Vec<T> {
        let unheard: Vec<u64> = self.unheard.iter().copied().collect();
        unheard.into_iter().filter_map(|number| self.leave(number)).collect()
    }

    /// How many are connected.
    pub fn len(&self) -> usize {
        self.members.len()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    const ROOM: Room = Room { all: 6, unheard: 4, of_one: 3, unheard_of_one: 2 };

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_flood_from_one_address_sheds_its_own_oldest_and_nobody_elses() {
        let mut crowd = Crowd::new(ROOM);
        crowd.enter(Some(address(9)), "other").unwrap();
        let shed: Vec<_> =
            ["a", "b", "c", "d"].map(|name| crowd.enter(Some(address(1)), name).unwrap().shed).to_vec();
        assert_eq!(shed, [None, None, Some("a"), Some("b")]);
        assert_eq!(crowd.len(), 3);
    }

    #[test]
    fn from_many_addresses_the_oldest_of_all_makes_room() {
        let mut crowd = Crowd::new(ROOM);
        for n in 1..=4 {
            assert_eq!(crowd.enter(Some(address(n)), n).unwrap().shed, None);
        }
        assert_eq!(crowd.enter(Some(address(5)), 5).unwrap().shed, Some(1));
        assert_eq!(crowd.enter(None, 6).unwrap().shed, Some(2));
    }

    #[test]
    fn who_was_heard_is_never_shed_and_the_full_house_turns_away() {
        let mut crowd = Crowd::new(ROOM);
        let heard = |crowd: &mut Crowd<u8>, origin, name| {
            let entered = crowd.enter(origin, name)?;
            crowd.heard(entered.number);
            Some(entered.number)
        };
        let numbers: Vec<u64> = (1..=3).map(|n| heard(&mut crowd, Some(address(1)), n).unwrap()).collect();
        assert_eq!(crowd.enter(Some(address(1)), 4), None, "this address has its share");
        assert!((5..=7).all(|n| heard(&mut crowd, None, n).is_some()), "behind a server in front is room");
        assert_eq!(crowd.enter(Some(address(2)), 8), None, "the house is full");
        assert_eq!(crowd.leave(numbers[0]), Some(1));
        assert_eq!(crowd.leave(numbers[0]), None);
        let entered = crowd.enter(Some(address(2)), 9).unwrap();
        assert_eq!(entered.shed, None);
        assert_eq!(crowd.shed_unheard(), [9]);
        assert_eq!(crowd.len(), 5);
    }
}

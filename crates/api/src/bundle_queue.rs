//! Who may have a bundle put together now. Each takes room on the disk, so one is made at a time: organisations wait in
//! the order in which they asked, and none waits twice.

use std::{
    collections::BTreeSet,
    sync::{Mutex, MutexGuard, PoisonError},
};

use journal::Slug;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The queue of a node.
pub struct BundleQueue {
    /// Fair: permits go to those who wait in the order in which they came.
    place: Semaphore,
    asking: Mutex<BTreeSet<Slug>>,
}

/// The organisation has asked before, and waits or is being served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked;

/// Leave to put a bundle together, until it is dropped.
pub struct Leave<'a> {
    _place: SemaphorePermit<'a>,
    _claim: Claim<'a>,
}

/// An organisation's place among those that ask; given up when the request ends, however it ends.
struct Claim<'a> {
    queue: &'a BundleQueue,
    organisation: Slug,
}

impl Default for BundleQueue {
    fn default() -> Self {
        Self { place: Semaphore::new(1), asking: Mutex::default() }
    }
}

impl BundleQueue {
    /// Waits until it is up to an organisation that is not asking already.
    pub async fn take(&self, organisation: &Slug) -> Result<Leave<'_>, Asked> {
        if !self.asking().insert(organisation.clone()) {
            return Err(Asked);
        }
        let claim = Claim { queue: self, organisation: organisation.clone() };
        // Nothing closes the semaphore.
        let place = self.place.acquire().await.map_err(|_| Asked)?;
        Ok(Leave { _place: place, _claim: claim })
    }

    fn asking(&self) -> MutexGuard<'_, BTreeSet<Slug>> {
        self.asking.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.queue.asking().remove(&self.organisation);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    #[tokio::test]
    async fn organisations_are_served_in_the_order_in_which_they_asked_and_none_asks_twice() {
        let queue = BundleQueue::default();
        let (a, b, c) = (slug("a"), slug("b"), slug("c"));
        let first = queue.take(&a).await.ok();
        assert!(first.is_some());
        let (mut second, mut third) = (Box::pin(queue.take(&b)), Box::pin(queue.take(&c)));
        assert!(second.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());
        // The one served and the ones that wait are told so at once.
        for asked in [&a, &b, &c] {
            assert_eq!(queue.take(asked).now_or_never().unwrap().err(), Some(Asked));
        }
        drop(first);
        assert!(third.as_mut().now_or_never().is_none());
        let second = second.as_mut().now_or_never().unwrap();
        assert!(second.is_ok());
        // Who goes away while waiting leaves no trace.
        drop(third);
        drop(second);
        assert!(queue.take(&c).now_or_never().unwrap().is_ok());
    }
}

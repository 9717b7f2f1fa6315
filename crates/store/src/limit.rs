//! A bound on how large journal.db may grow. A node on a shared disk leaves room for its neighbours with it, and a test
//! fills the "disk" with it; the writer meets it exactly as it meets a full disk, and goes on when it is raised.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// The largest number of pages (4 KiB each) of journal.db; shared, and may change at any time.
#[derive(Clone, Debug)]
pub struct PageLimit(Arc<AtomicU32>);

impl PageLimit {
    /// No bound but the disk's.
    pub fn none() -> Self {
        Self::pages(u32::MAX)
    }

    /// At most this many pages.
    pub fn pages(pages: u32) -> Self {
        Self(Arc::new(AtomicU32::new(pages)))
    }

    /// Sets another bound; the writer takes it up with what it writes next.
    pub fn set(&self, pages: u32) {
        self.0.store(pages, Ordering::Relaxed);
    }

    /// The bound, if there is one.
    pub fn get(&self) -> Option<u32> {
        let pages = self.0.load(Ordering::Relaxed);
        (pages != u32::MAX).then_some(pages)
    }
}

//! Where fresh bytes come from: salts of commitments, ids, keys. Injected, so that a test can repeat itself.

use std::{fmt, sync::Arc};

use calendar::Instant;
use journal::{EntryId, Hash};
use rand::{TryRngCore, rngs::OsRng};

/// Fills a slice with fresh bytes.
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// A source of random bytes: one for what stands in journals, and one for names that say nothing (accounts, sessions,
/// keys), so that who signs in when changes no entry.
#[derive(Clone)]
pub struct Entropy {
    entries: Arc<Fill>,
    names: Arc<Fill>,
}

impl Entropy {
    /// The operating system's.
    pub fn system() -> Self {
        let fill = |bytes: &mut [u8]| {
            #[expect(
                clippy::expect_used,
                reason = "without randomness no commitment is safe: stopping is right"
            )]
            OsRng.try_fill_bytes(bytes).expect("the system gives random bytes");
        };
        Self::new(fill, fill)
    }

    /// Sources of one's own: for what stands in journals, and for names.
    pub fn new(
        entries: impl Fn(&mut [u8]) + Send + Sync + 'static,
        names: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Self {
        Self { entries: Arc::new(entries), names: Arc::new(names) }
    }

    /// `N` fresh bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.entries)(&mut bytes);
        bytes
    }

    /// A fresh nonce of what is sealed, which changes no entry.
    pub fn nonce(&self) -> [u8; 24] {
        let mut bytes = [0; 24];
        (self.names)(&mut bytes);
        bytes
    }

    /// A fresh name that says nothing: 96 bits in hex after a prefix.
    pub fn opaque(&self, prefix: &str) -> String {
        let mut bytes = [0; 32];
        (self.names)(&mut bytes);
        format!("{prefix}-{}", &Hash::new(bytes).hex()[..24])
    }

    /// A fresh entry id.
    pub fn id(&self, now: Instant) -> EntryId {
        EntryId::v7(now, self.bytes())
    }
}

impl fmt::Debug for Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}

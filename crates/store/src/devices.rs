//! Browsers from which somebody has signed in before. The node keeps nothing of them: what a browser shows is sealed with
//! `accounts.key`, bound to the login, and opens for no other.

use calendar::Instant;

use crate::{Store, fault::EnvironmentFault};

/// How long a browser is known after a sign-in: whoever comes once in a quarter is.
pub const DEVICE_MS: i64 = 180 * 86_400_000;

const NONCE_BYTES: usize = 24;
const ID_BYTES: usize = 8;

/// A browser that is known for a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KnownDevice([u8; ID_BYTES]);

impl Store {
    /// What a browser shows from now on to be known for a login; made of fresh bytes.
    pub fn seal_device(&self, login: &str, fresh: [u8; 32]) -> Result<Vec<u8>, EnvironmentFault> {
        let mut nonce = [0; NONCE_BYTES];
        let (first, id) = fresh.split_at(NONCE_BYTES);
        nonce.copy_from_slice(first);
        let told = [&self.now().as_ms().to_be_bytes()[..], id].concat();
        self.core.sealer.seal(nonce, &about(login), &told)
    }

    /// The browser that shows this, if it was given to it for this login and not too long ago.
    pub fn find_device(&self, login: &str, shown: &[u8]) -> Option<KnownDevice> {
        let told = self.core.sealer.open(&about(login), shown).ok()?;
        let (at, id) = told.split_first_chunk::<8>()?;
        let since_ms = self.now().ms_since(Instant::from_ms(i64::from_be_bytes(*at)));
        let id = KnownDevice(id.try_into().ok()?);
        (since_ms < DEVICE_MS).then_some(id)
    }
}

/// What is sealed is bound to this: no account's opaque id, under which second factors are sealed, looks like it.
fn about(login: &str) -> String {
    format!("device/{login}")
}

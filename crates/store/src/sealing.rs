//! Secrets at rest: XChaCha20-Poly1305 under a key of its own in the data directory, so that a copy of the database
//! alone gives none of them. A sealed secret is bound to what it is about and opens for nothing else.

use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};

use crate::fault::EnvironmentFault;

const NONCE_BYTES: usize = 24;

/// Seals and opens.
pub struct Sealer(XChaCha20Poly1305);

impl Sealer {
    /// With this key.
    pub fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Seals a secret about something. The nonce is fresh bytes: there are enough of them for chance alone.
    pub fn seal(
        &self,
        nonce: [u8; NONCE_BYTES],
        about: &str,
        secret: &[u8],
    ) -> Result<Vec<u8>, EnvironmentFault> {
        let payload = Payload { msg: secret, aad: about.as_bytes() };
        let sealed = self.0.encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.map_err(|_| EnvironmentFault::damaged("sealing a secret"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what was sealed about the same thing with the same key.
    pub fn open(&self, about: &str, sealed: &[u8]) -> Result<Vec<u8>, EnvironmentFault> {
        let damaged =
            || EnvironmentFault::damaged("opening a sealed secret, which is not of this accounts.key");
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(damaged)?;
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| damaged())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_with_its_key_for_what_it_is_about_and_unchanged() {
        let sealer = Sealer::new(&[1; 32]);
        let sealed = sealer.seal([2; 24], "a-1", b"secret").unwrap();
        assert_eq!(sealer.open("a-1", &sealed).unwrap(), b"secret");
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert!(sealer.open("a-2", &sealed).is_err());
        assert!(Sealer::new(&[3; 32]).open("a-1", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer.open("a-1", &changed).is_err());
            assert!(sealer.open("a-1", &sealed[..at]).is_err());
        }
    }
}

//! Ed25519 keys of C2SP `signed-note`. A node has one key; each of its logs is signed under the
//! log's own name (its origin) with that key, as `tlog-checkpoint` asks. A verifier key named after
//! the node therefore stands for all its logs, one named after an origin for that log alone.

use crate::name::{Origin, is_node, is_origin};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};
use std::fmt;

/// The signature type of plain Ed25519 in `signed-note`.
const ED25519: u8 = 1;

/// Why a text or a name is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The name is neither a node nor an origin.
    #[error("a key is named after a node or after <node>/<organisation>")]
    Name,
    /// The text is not a verifier key.
    #[error("a verifier key is <name>+<8 lower-case hex digits>+<base64 of an Ed25519 key>")]
    Form,
    /// The key id does not belong to name and key.
    #[error("the key id does not belong to this name and key")]
    Id,
}

/// The key that signs checkpoints. Never printed.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    secret: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key of this 32-byte seed, which is the secret, under a node's or an origin's name.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, KeyFault> {
        if !is_node(name.as_bytes()) && !is_origin(name.as_bytes()) {
            return Err(KeyFault::Name);
        }
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        Ok(Self { name: name.to_owned(), secret })
    }

    /// The name it was given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its public half under its own name.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), public: self.secret.verifying_key() }
    }

    /// Its public half under the name of a log.
    pub fn verifier_for(&self, origin: &Origin) -> VerifierKey {
        VerifierKey { name: origin.to_string(), public: self.secret.verifying_key() }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The key that checks signatures; its text is the C2SP vkey.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    public: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// Reads a vkey, strictly.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyFault::Form);
        };
        if !is_node(name.as_bytes()) && !is_origin(name.as_bytes()) {
            return Err(KeyFault::Name);
        }
        let id = crate::hash::from_hex::<4>(id.as_bytes()).ok_or(KeyFault::Form)?;
        let key = STANDARD.decode(key).map_err(|_| KeyFault::Form)?;
        let Some((&ED25519, bytes)) = key.split_first() else { return Err(KeyFault::Form) };
        let bytes = bytes.try_into().map_err(|_| KeyFault::Form)?;
        let public = ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| KeyFault::Form)?;
        // A weak key would accept one signature for many messages.
        if public.is_weak() {
            return Err(KeyFault::Form);
        }
        let key = Self { name: name.to_owned(), public };
        if key.id() == id { Ok(key) } else { Err(KeyFault::Id) }
    }

    /// Its name: a node or an origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes of the public key.
    pub fn public_bytes(&self) -> [u8; 32] {
        self.public.to_bytes()
    }

    /// The key id of `signed-note`: the first bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key).
    pub fn id(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.public.as_bytes())
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }

    /// This key under the name of a log, if it stands for that log: by the log's own name or by its
    /// node's.
    pub fn for_origin(&self, origin: &Origin) -> Option<Self> {
        (self.name == origin.as_str() || self.name == origin.node())
            .then(|| Self { name: origin.to_string(), public: self.public })
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.public.verify_strict(message, &signature).is_ok()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut id = Vec::with_capacity(8);
        crate::hash::push_hex(&mut id, &self.id());
        let mut key = vec![ED25519];
        key.extend_from_slice(self.public.as_bytes());
        write!(f, "{}+{}+{}", self.name, String::from_utf8_lossy(&id), STANDARD.encode(key))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = KeyFault;

    fn from_str(text: &str) -> Result<Self, KeyFault> {
        Self::parse(text)
    }
}

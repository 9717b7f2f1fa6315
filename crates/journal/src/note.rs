//! C2SP `signed-note`: a text, an empty line, and signature lines `— <name> <base64>`. Signatures by
//! other keys (witnesses) are kept and not judged; a signature by the asked key must hold.

use crate::key::{SigningKey, VerifierKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Longest note that is read; a checkpoint with a hundred witnesses is far below.
pub(crate) const MAX_NOTE_BYTES: usize = 64 * 1024 * 1024;

/// Most signature lines that are read.
const MAX_SIGNATURES: usize = 100;

/// Why bytes are no note, or a note is not signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not in the form of a signed note.
    #[error("not a signed note")]
    Form,
    /// No signature by this key.
    #[error("no signature by the key")]
    Unsigned,
    /// The signature does not belong to text and key.
    #[error("the signature does not hold")]
    Signature,
}

/// A text with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    /// What was signed, each line ended by a newline.
    pub text: String,
    signatures: Vec<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl SignedNote {
    /// Signs a text, which must end in a newline, under a name of the key's choosing.
    pub(crate) fn sign(text: &str, name: &VerifierKey, key: &SigningKey) -> String {
        let mut signature = name.id().to_vec();
        signature.extend_from_slice(&key.sign(text.as_bytes()));
        format!("{text}\n— {} {}\n", name.name(), STANDARD.encode(signature))
    }

    /// Signs a text of the node's own, which must end in a newline, under the key's own name. Its first line says
    /// what it is, so that it can never be taken for another sort of note.
    pub fn sign_own(text: &str, key: &SigningKey) -> String {
        Self::sign(text, &key.verifier(), key)
    }

    /// Reads a note, strictly.
    pub fn parse(note: &[u8]) -> Result<Self, NoteFault> {
        if note.len() > MAX_NOTE_BYTES {
            return Err(NoteFault::Form);
        }
        let note = std::str::from_utf8(note).map_err(|_| NoteFault::Form)?;
        if note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(NoteFault::Form);
        }
        let at = note.rfind("\n\n").ok_or(NoteFault::Form)?;
        let (text, lines) = (&note[..=at], &note[at + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteFault::Form)?;
        let signatures =
            lines.split('\n').take(MAX_SIGNATURES + 1).map(Signature::parse).collect::<Option<Vec<_>>>();
        match signatures {
            Some(signatures) if signatures.len() <= MAX_SIGNATURES && text.len() > 1 => {
                Ok(Self { text: text.to_owned(), signatures })
            }
            _ => Err(NoteFault::Form),
        }
    }

    /// How many signatures stand under the text.
    pub fn signature_count(&self) -> usize {
        self.signatures.len()
    }

    /// Checks that the key signed the text. Every signature line of this key must hold.
    pub fn verify(&self, key: &VerifierKey) -> Result<(), NoteFault> {
        let id = key.id();
        let mut found = false;
        for signature in self.signatures.iter().filter(|s| s.name == key.name() && s.id == id) {
            let bytes = signature.bytes.as_slice().try_into().map_err(|_| NoteFault::Form)?;
            if !key.verify(self.text.as_bytes(), bytes) {
                return Err(NoteFault::Signature);
            }
            found = true;
        }
        if found { Ok(()) } else { Err(NoteFault::Unsigned) }
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix("— ")?.split_once(' ')?;
        if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c == '+') {
            return None;
        }
        let bytes = STANDARD.decode(encoded).ok()?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        (!bytes.is_empty()).then(|| Self { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

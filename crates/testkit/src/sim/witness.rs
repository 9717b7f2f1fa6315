//! A witness: keeps every signed head it was given, in whatever order they came.

use std::collections::BTreeMap;

use journal::{Checkpoint, Hash, VerifierKey};

use super::model::Breach;

/// Somebody outside who remembers.
#[derive(Debug, Default)]
pub struct Witness {
    roots: BTreeMap<(String, u64), Hash>,
    /// The key by which each log was first signed.
    keys: BTreeMap<String, String>,
}

impl Witness {
    /// Takes a signed head and gives what it says. Two of one size must be one.
    pub fn take(&mut self, note: &str, vkey: &str) -> Result<Checkpoint, Breach> {
        let key = VerifierKey::parse(vkey).map_err(|fault| Breach::Forked(fault.to_string()))?;
        let head =
            Checkpoint::open(note.as_bytes(), &key).map_err(|fault| Breach::Forked(fault.to_string()))?;
        let origin = head.origin.to_string();
        if self.keys.entry(origin.clone()).or_insert_with(|| vkey.to_owned()) != vkey {
            return Err(Breach::Forked(format!("{origin} is signed by another key")));
        }
        let place = (origin, head.size);
        match self.roots.insert(place, head.root) {
            Some(root) if root != head.root => {
                let Checkpoint { origin, size, .. } = head;
                Err(Breach::Forked(format!("{origin} has two roots at size {size}")))
            }
            _ => Ok(head),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use journal::{Origin, SigningKey};

    #[test]
    fn two_heads_of_one_size_with_different_roots_are_caught() {
        let key = SigningKey::from_seed("nut-1.example", &[7; 32]).unwrap();
        let origin = Origin::new("nut-1.example/so").unwrap();
        let vkey = key.verifier_for(&origin).to_string();
        let note =
            |size, byte| Checkpoint { origin: origin.clone(), size, root: Hash::new([byte; 32]) }.sign(&key);
        let mut witness = Witness::default();
        witness.take(&note(5, 1), &vkey).unwrap();
        witness.take(&note(6, 2), &vkey).unwrap();
        witness.take(&note(5, 1), &vkey).unwrap();
        assert!(matches!(witness.take(&note(5, 3), &vkey), Err(Breach::Forked(_))));
        let other = SigningKey::from_seed("nut-1.example", &[8; 32]).unwrap();
        let forged = Checkpoint { origin: origin.clone(), size: 9, root: Hash::new([1; 32]) }.sign(&other);
        assert!(matches!(witness.take(&forged, &vkey), Err(Breach::Forked(_))));
    }
}

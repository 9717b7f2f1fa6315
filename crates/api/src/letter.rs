//! Letters that were not read, as faults of the campaign file or of the request that names them.

use campaign::file::{LetterFault, says};
use directive::{MAX_LETTER_BYTES, ReadFault};

/// Why a letter was not read. No text of it stands in here.
pub fn letter_fault(fault: ReadFault) -> LetterFault {
    let mut hint = None;
    let what = match fault {
        ReadFault::Empty => says::letter_empty(),
        ReadFault::TooLarge { most, .. } => says::letter_too_large(most),
        ReadFault::TooLong => says::letter_too_long(MAX_LETTER_BYTES),
        ReadFault::Scanned { pages } => says::letter_scanned(pages),
        ReadFault::NoLetter => says::letter_other_kind(),
        ReadFault::NotUtf8 { at } => says::letter_not_utf8(at),
        ReadFault::Binary { at } => says::letter_binary(at),
        ReadFault::Secret(_) => says::secret_letter(),
        // Says by itself what to do.
        ReadFault::Unseen(unseen) => unseen.said(),
    };
    if matches!(
        fault,
        ReadFault::Empty | ReadFault::NoLetter | ReadFault::NotUtf8 { .. } | ReadFault::Binary { .. }
    ) {
        hint = Some(says::letter_form());
    }
    LetterFault { what, hint, secret: matches!(fault, ReadFault::Secret(_)) }
}

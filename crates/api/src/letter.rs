//! Letters that were not read, as faults of the campaign file or of the request that names them.

use campaign::file::{LetterFault, says};
use directive::{MAX_LETTER_BYTES, ReadFault};

/// Why a letter was not read. No text of it stands in here.
pub fn letter_fault(fault: ReadFault) -> LetterFault {
    let secret = matches!(fault, ReadFault::Secret(_));
    let what = match fault {
        ReadFault::Empty => says::letter_empty(),
        ReadFault::TooLarge { .. } => says::letter_too_large(MAX_LETTER_BYTES),
        ReadFault::NotUtf8 { at } => says::letter_not_utf8(at),
        ReadFault::Binary { at } => says::letter_binary(at),
        ReadFault::Secret(_) => says::secret_letter(),
    };
    let is_text = secret || matches!(fault, ReadFault::TooLarge { .. });
    LetterFault { what, hint: (!is_text).then(says::letter_form), secret }
}

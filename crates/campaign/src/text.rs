//! Letters that a reader does not see, or that turn round the order in which a text is read.

/// Whether a letter does not show as it is written.
pub fn is_unshown(letter: char) -> bool {
    letter.is_control() || is_turning(letter)
}

/// The embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
pub const fn is_turning(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first letter of several lines that would hide or reorder what a reader sees.
pub fn hidden_character(text: &str) -> Option<char> {
    text.chars().find(|letter| is_unshown(*letter) && !matches!(letter, '\t' | '\n' | '\r'))
}

//! Letters that a reader does not see, or that turn round the order in which a text is read.

/// Whether a letter does not show as it is written.
pub fn is_unshown(letter: char) -> bool {
    letter.is_control() || is_turning(letter)
}

/// The embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
pub const fn is_turning(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a letter leaves no trace on the page: zero width, filling, or of private meaning (Unicode's
/// Default_Ignorable_Code_Point and private use areas). The joiner and the variation selectors of emoji are left alone.
pub const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// The first letter of several lines that would hide or reorder what a reader sees.
pub fn hidden_character(text: &str) -> Option<char> {
    text.chars().find(|letter| {
        (is_unshown(*letter) && !matches!(letter, '\t' | '\n' | '\r')) || is_invisible(*letter)
    })
}

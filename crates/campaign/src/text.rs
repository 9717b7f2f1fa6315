//! What free text may hold: letters that a reader sees as they are written.

/// The first character that would hide or reorder what a reader sees: a control character other than a tab or a line
/// break, or one that overrides the direction of the text (Unicode UAX #9, explicit formatting).
pub fn hidden_character(text: &str) -> Option<char> {
    text.chars().find(|letter| match letter {
        '\t' | '\n' | '\r' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => letter.is_control(),
    })
}

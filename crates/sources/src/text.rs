//! Texts of other systems, made fit to stand in an entry: one line, bounded, without letters nobody sees.

use campaign::text::{is_invisible, is_unshown};
use unicode_normalization::UnicodeNormalization;

/// One line of at most `limit` characters in normal form C. Breaks become blanks; what a reader does not see goes.
pub fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    // Bounded before it is normalised: a body holds many more letters than are kept.
    let letters = text.chars().take(limit.saturating_mul(8));
    let shown = letters
        .map(|letter| if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter })
        .filter(|letter| !is_unshown(*letter) && !is_invisible(*letter));
    for letter in shown.nfc() {
        let doubled = letter == ' ' && (line.is_empty() || line.ends_with(' '));
        if doubled {
            continue;
        }
        if length == limit {
            break;
        }
        line.push(letter);
        length += 1;
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_become_blanks_and_hidden_letters_go() {
        assert_eq!(one_line("  a\r\n\tb\u{202e}c\u{0}\u{200b} ", 100), "a bc");
        assert_eq!(one_line("e\u{302}\u{301}", 100), "ế");
        assert_eq!(one_line(&"x".repeat(50), 10).len(), 10);
        assert_eq!(one_line("ab cd", 3), "ab");
    }

    proptest! {
        #[test]
        fn a_line_is_bounded_normal_and_shows_all_it_has(text in any::<String>(), limit in 0_usize..80) {
            let line = one_line(&text, limit);
            prop_assert!(line.chars().count() <= limit);
            prop_assert!(unicode_normalization::is_nfc(&line));
            prop_assert!(campaign::text::hidden_character(&line).is_none() && !line.contains(['\n', '\r', '\t']));
            prop_assert_eq!(one_line(&line, limit), line);
        }
    }
}

//! Which passwords are taken: long enough, and none of those everybody tries first.
//!
//! After NIST SP 800-63B, 5.1.1.2: counted in code points after NFKC, compared with commonplace values and words of the
//! context, no rules of composition, no expiry, every character allowed. It asks for at least 8 characters; 12 are asked
//! here, because an account without a second factor rests on the password alone.

use std::collections::HashSet;

use campaign::Said;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{MAX_BYTES, normal};
use crate::says;

/// Shortest password, in code points.
const MIN_CHARS: usize = 12;

/// Longest piece that may make up a whole password by being repeated: "abcabcabcabc".
const MAX_PIECE_CHARS: usize = 4;

/// Words that may not make up a password, alone, repeated, or with digits and signs about them.
const COMMONPLACE: &str = include_str!("commonplace.txt");

/// Says what is wrong with a new password, given what is known of its owner: login, name, organisation.
pub fn check(password: &str, context: &[&str]) -> Result<(), Said> {
    let length = normal(password).chars().count();
    if length < MIN_CHARS {
        return Err(says::password_short(MIN_CHARS));
    }
    if password.len() > MAX_BYTES {
        return Err(says::password_long(MAX_BYTES));
    }
    let bare = bare(password);
    let letters: String = bare.chars().filter(|c| !c.is_numeric()).collect();
    let refused: HashSet<String> = COMMONPLACE
        .lines()
        .map(str::to_owned)
        .chain(context.iter().flat_map(|text| [self::bare(text), letters_of(text)]))
        .filter(|word| !word.is_empty())
        .collect();
    let commonplace = is_run(&bare)
        || repeats(&bare)
        || letters.is_empty() && bare.chars().count() <= MIN_CHARS
        || [&bare, &letters].into_iter().any(|text| made_of(text, &refused));
    if commonplace { Err(says::password_commonplace()) } else { Ok(()) }
}

/// Letters and digits alone, without case, accents and everything between.
fn bare(text: &str) -> String {
    let folded = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    folded.map(|c| if c == 'đ' { 'd' } else { c }).filter(|c| c.is_alphanumeric()).collect()
}

fn letters_of(text: &str) -> String {
    bare(text).chars().filter(|c| !c.is_numeric()).collect()
}

/// Whether every character follows the one before in the same direction: "123456789012", "abcdefghijkl".
fn is_run(text: &str) -> bool {
    let steps: HashSet<i64> = text
        .chars()
        .zip(text.chars().skip(1))
        .map(|(one, next)| match i64::from(u32::from(next)) - i64::from(u32::from(one)) {
            // Digits go on after 9 with 0, and the other way.
            -9 => 1,
            9 => -1,
            step => step,
        })
        .collect();
    steps.len() <= 1 && steps.iter().all(|step| step.abs() <= 1)
}

/// Whether a short piece, repeated, is all there is.
fn repeats(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=MAX_PIECE_CHARS.min(chars.len() / 2))
        .any(|piece| chars.iter().zip(chars.iter().skip(piece)).all(|(one, other)| one == other))
}

/// Whether a word, or two at most, are all there is.
fn made_of(text: &str, words: &HashSet<String>) -> bool {
    let rest = |text: &str| words.contains(text) || words.iter().any(|word| whole_of(text, word));
    !text.is_empty() && (rest(text) || words.iter().filter_map(|word| text.strip_prefix(&**word)).any(rest))
}

/// Whether `text` is `word` over and over.
fn whole_of(text: &str, word: &str) -> bool {
    !text.is_empty() && text.replace(word, "").is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commonplace_and_short_passwords_are_refused_and_long_ones_of_any_letters_taken() {
        let context = ["truc-ban", "Nguyễn Văn An", "di-dong"];
        let refused = [
            "Mật khẩu 123456",
            "matkhau2027!",
            "Passwordpassword1",
            "passwordpassword",
            "qwertyuiop123",
            "111111111111",
            "1234567890123456",
            "987654321098",
            "abcabcabcabc",
            "abcdefghijklm",
            "190119851902",
            "Thông Suốt 2027",
            "thongsuot-matkhau-1",
            "truc-ban-2027-02",
            "Nguyễn Văn An 1985",
            "di-dong-di-dong",
            "              ",
        ];
        for password in refused {
            assert!(check(password, &context).is_err(), "{password}");
        }
        for password in
            ["ngắn mà được", "ngựa đúng pin ghim", "gió mùa đông bắc về", "7ZkQ-w2hT-99xe", "трава у дома 12"]
        {
            assert_eq!(check(password, &context), Ok(()), "{password}");
        }
    }

    #[test]
    fn length_is_counted_in_code_points_after_normalising() {
        let short: String = "ngựa đúng ý".nfd().collect();
        assert!(short.chars().count() >= MIN_CHARS);
        assert_eq!(check(&short, &[]), Err(says::password_short(12)));
        assert!(check(&"ngựa đúng ".repeat(100), &[]).is_err());
    }
}

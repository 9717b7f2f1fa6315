//! Who signed a letter, as what, and who gets it: what stands below the body.
use super::super::layout::{Paragraph, is_capitals};
use super::super::text::{Text, Token, spells, spells_any};
use super::columns::split_columns;
use super::tail::{SIGNERS, is_proxy};
use super::{Frame, is_full_stop};

/// Most recipients kept; longer lists are drawn by programs.
const MAX_RECIPIENTS: usize = 60;
/// Longest line of a recipient or a signature, in characters.
const MAX_LINE: usize = 160;
/// Most words of a person's name, with a rank before it.
const MAX_NAME_WORDS: usize = 9;

/// Ranks before a name, whose second syllable is small.
const RANKS: [&str; 14] = [
    "đại tướng",
    "thượng tướng",
    "trung tướng",
    "thiếu tướng",
    "đại tá",
    "thượng tá",
    "trung tá",
    "thiếu tá",
    "đại úy",
    "đại uý",
    "thượng úy",
    "thượng uý",
    "bác sĩ",
    "kỹ sư",
];

/// Reads the closing lines into `frame`. Two columns ("Nơi nhận" beside the signature) may have been made one.
pub(super) fn closing(text: &Text, paragraphs: &[Paragraph], frame: &mut Frame) {
    let mut listing = false;
    let mut position: Vec<String> = Vec::new();
    let mut half: Option<String> = None;
    for paragraph in paragraphs.iter().skip(frame.tail).filter(|paragraph| !paragraph.furniture) {
        for line in text.plain(paragraph.from, paragraph.end).lines() {
            for part in split_columns(line) {
                let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
                if part.chars().count() > MAX_LINE {
                    continue;
                }
                let part_text = Text::new(&part);
                let tokens = part_text.tokens();
                if spells(tokens, 0, "nơi nhận") > 0 {
                    listing = true;
                } else if signs(tokens, &part) {
                    position.push(part);
                } else if let Some(recipient) = recipient(&part).filter(|_| listing) {
                    if frame.recipients.len() < MAX_RECIPIENTS {
                        frame.recipients.push(recipient);
                    }
                } else if frame.signer.is_none() && !position.is_empty() {
                    // A narrow column breaks a name after its first syllable.
                    let whole = half.take().map_or_else(|| part.clone(), |first| format!("{first} {part}"));
                    frame.signer = person(Text::new(&whole).tokens(), &whole);
                    let only = tokens.len() == 1 && tokens[0].is_word() && tokens[0].capital;
                    half = Some(part).filter(|_| only && frame.signer.is_none());
                }
            }
        }
    }
    frame.position = Some(position.join(" ")).filter(|position| !position.is_empty());
}

/// "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "TM. ỦY BAN NHÂN DÂN".
fn signs(tokens: &[Token], part: &str) -> bool {
    let capitals = is_capitals(&part.chars().collect::<Vec<_>>());
    let title = spells_any(tokens, 0, &SIGNERS);
    let plain = title > 0 && tokens.len() <= title + 3 && !part.starts_with('-');
    (capitals && (title > 0 || is_proxy(tokens))) || plain
}

/// "- Như trên;" without its dash and sign.
fn recipient(part: &str) -> Option<String> {
    let bare = part.strip_prefix(['-', '–', '+', '•'])?.trim();
    let bare = bare.trim_end_matches([';', '.', ',']).trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// A person's name below the titles: words that begin with capitals, perhaps a rank before them; "(đã ký)" is none.
fn person(tokens: &[Token], part: &str) -> Option<String> {
    let rank = spells_any(tokens, 0, &RANKS);
    let words = tokens.iter().skip(rank).filter(|token| token.is_word());
    let named = words.clone().count() >= 2
        && words.clone().count() <= MAX_NAME_WORDS
        && words.clone().all(|token| token.capital)
        && tokens.iter().all(|token| token.is_word() || is_full_stop(token));
    named.then(|| part.to_owned())
}

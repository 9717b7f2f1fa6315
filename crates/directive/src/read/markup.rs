//! Signs that a text was marked up with, and that are none of its words: `**bold**`, `# heading`, `| cell | cell |`.
//!
//! Each becomes a blank of no width, or a tab between cells, in its place, so that positions stay those of the letter.
use super::text::is_blank;

/// What stands in the place of a sign: a blank that takes no room, so that no gap looks like one between columns.
pub(super) const GONE: char = '\u{2060}';
/// Fewest underscores that leave room to write in.
const ROOM: usize = 4;

/// The characters without mark-up; as many as before.
pub(super) fn plain(chars: &[char]) -> Vec<char> {
    let mut plain = chars.to_vec();
    let mut from = 0;
    while from < plain.len() {
        let length =
            plain[from..].iter().position(|c| matches!(c, '\n' | '\r')).unwrap_or(plain.len() - from);
        line(&mut plain[from..from + length]);
        from += length + 1;
    }
    plain
}

fn line(line: &mut [char]) {
    let first = line.iter().take_while(|c| is_blank(**c)).count();
    let sign = |at: usize, line: &[char]| line.get(at).copied();
    let hashes = line[first..].iter().take_while(|c| **c == '#').count();
    if (1..=6).contains(&hashes) && sign(first + hashes, line).is_some_and(is_blank) {
        line[first..first + hashes].fill(GONE);
    } else if sign(first, line) == Some('>') && sign(first + 1, line).is_some_and(is_blank) {
        line[first] = GONE;
    }
    let bars = line.iter().filter(|c| **c == '|').count();
    if bars > 1 || sign(first, line) == Some('|') {
        line.iter_mut().filter(|c| **c == '|').for_each(|c| *c = '\t');
    }
    stars(line, first);
    underscores(line);
}

/// Blanks every star but the one that opens a point.
fn stars(line: &mut [char], first: usize) {
    let opens = line.get(first) == Some(&'*') && line.get(first + 1).is_none_or(|c| is_blank(*c));
    for (at, sign) in line.iter_mut().enumerate() {
        if *sign == '*' && !(opens && at == first) {
            *sign = GONE;
        }
    }
}

/// Blanks underscores around words, two or three beside each other or one at either end: "__Nơi nhận__", "_V/v …_".
fn underscores(line: &mut [char]) {
    let edge = |c: Option<&char>| c.is_none_or(|c| !c.is_alphanumeric() && *c != '_');
    let mut around = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let run = line[at..].iter().take_while(|c| **c == '_').count();
        if run == 0 {
            at += 1;
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| line.get(before));
        let after = line.get(at + run);
        if run < ROOM && (edge(before) != edge(after) || run > 1) {
            around.push(at..at + run);
        }
        at += run;
    }
    if around.len() > 1 {
        for range in around {
            line[range].fill(GONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    fn shown(text: &str) -> String {
        let plain = plain(&text.chars().collect::<Vec<_>>());
        plain.into_iter().map(|c| if c == super::GONE { '.' } else { c }).collect()
    }

    #[test]
    fn marks_become_blanks_in_their_places() {
        assert_eq!(shown("**1) Về bưu chính**"), "..1) Về bưu chính..");
        assert_eq!(shown("## CÔNG ĐIỆN"), ".. CÔNG ĐIỆN");
        assert_eq!(shown("__Nơi nhận__:\n_V/v trực Tết_"), "..Nơi nhận..:\n.V/v trực Tết.");
        assert_eq!(shown("| 1 | Trực |"), "\t 1 \t Trực \t");
    }

    #[test]
    fn points_addresses_and_room_to_write_in_stay() {
        assert_eq!(shown("* Về viễn thông:"), "* Về viễn thông:");
        assert_eq!(shown("thư: truc_ban@so.example"), "thư: truc_ban@so.example");
        assert_eq!(shown("Đơn vị: ________"), "Đơn vị: ________");
        assert_eq!(shown("số #5, a | b"), "số #5, a | b");
    }
}

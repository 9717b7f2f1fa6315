//! "Did you mean": the word nearest to a mistyped one.

/// The known word nearest to `word`, if one is near enough to be what was meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(MAX_CHARS).collect();
    let allowed = (word.len() / 3).max(1) + 1;
    // A word much longer or shorter can't be near; most are told apart by that alone.
    let alike =
        known.into_iter().filter(|candidate| candidate.chars().count().abs_diff(word.len()) <= allowed);
    let scored = alike.map(|candidate| (distance(&word, candidate), candidate));
    scored
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// A longer word is no slip of the finger.
const MAX_CHARS: usize = 64;

/// Letters to insert, delete, replace or swap with their neighbour.
fn distance(word: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().take(MAX_CHARS).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, a) in word.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in candidate.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == candidate[j - 1] && word[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        let known = ["availability", "acknowledgement", "plan", "quality"];
        assert_eq!(nearest("avaliability", known), Some("availability"));
        assert_eq!(nearest("Quality", known), Some("quality"));
        assert_eq!(nearest("plans", known), Some("plan"));
        assert_eq!(nearest("aknowledgment", known), Some("acknowledgement"));
        assert_eq!(nearest("redundancy", known), None);
        assert_eq!(nearest("", known), None);
    }
}

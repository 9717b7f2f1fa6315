//! Lists that are read by key, a page after another: a page begins behind the last line of the one before, whatever was
//! written, ended or taken back meanwhile.

use calendar::Instant;

use crate::MAX_PAGE;

/// Which page is asked for.
#[derive(Clone, Debug)]
pub struct PageAsked {
    /// `next` of the page before.
    pub after: Option<String>,
    /// How many lines, at most [`MAX_PAGE`].
    pub limit: usize,
}

impl Default for PageAsked {
    /// The first page, as long as one may be.
    fn default() -> Self {
        Self { after: None, limit: MAX_PAGE }
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// Its lines, by key.
    pub lines: Vec<T>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The page of a list that is whole at hand. Keys are distinct, and their texts stand in the order of the list.
    pub fn of(mut list: Vec<T>, key: impl Fn(&T) -> String, asked: &PageAsked) -> Self {
        if let Some(after) = &asked.after {
            list.retain(|line| key(line) > *after);
        }
        list.sort_by_cached_key(&key);
        let limit = asked.limit.clamp(1, MAX_PAGE);
        let next = list.get(limit - 1).filter(|_| list.len() > limit).map(&key);
        list.truncate(limit);
        Self { lines: list, next }
    }
}

/// A key by which the oldest comes first.
pub fn oldest_first(at: Instant, id: &str) -> String {
    format!("{:020}~{id}", at.as_ms().max(0))
}

/// A key by which the newest comes first.
pub fn newest_first(at: Instant, id: &str) -> String {
    format!("{:020}~{id}", i64::MAX - at.as_ms().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_stands_on_one_page_in_the_order_of_the_keys_also_when_the_last_read_is_gone() {
        let mut list: Vec<(i64, &str)> = vec![(5, "b"), (10, "a"), (5, "a"), (7, "c"), (1_000, "x")];
        let key = |line: &(i64, &str)| newest_first(Instant::from_ms(line.0), line.1);
        let mut read = Vec::new();
        let mut asked = PageAsked { after: None, limit: 2 };
        loop {
            let page = Page::of(list.clone(), key, &asked);
            let last = page.lines.last().copied();
            read.extend(page.lines);
            let Some(next) = page.next else { break };
            list.retain(|line| Some(*line) != last);
            asked.after = Some(next);
        }
        assert_eq!(read, [(1_000, "x"), (10, "a"), (7, "c"), (5, "a"), (5, "b")]);
        let none = PageAsked { after: Some("~".to_owned()), limit: 0 };
        assert!(Page::of(list, key, &none).lines.is_empty());
    }
}

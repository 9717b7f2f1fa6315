//! A paragraph's sentences, and what is one obligation among them: a sentence that only dates its point belongs to the
//! one before it, a clause behind a semicolon stands alone where it forbids or has a subject of its own.
use super::super::clause::{
    Place, analyse, begins_with_own_subject, begins_with_own_thing, forbids_strongly,
};
use super::super::layout::sentences;
use super::super::name::{full_names, name_at, starts_name};
use super::super::text::{Token, TokenKind, spells_any};
use super::Walk;
use super::heading::is_generic;
use crate::letter::Why;

/// What a sentence is that says nothing but by when.
const DATING: [&str; 16] = [
    "thời gian báo cáo",
    "thời gian gửi",
    "thời gian xong",
    "thời gian thực hiện hoàn thành",
    "thời hạn",
    "hạn",
    "hạn chót",
    "hạn cuối",
    "thời gian hoàn thành",
    "thời gian thực hiện",
    "thời hạn hoàn thành",
    "thời hạn thực hiện",
    "hoàn thành trước",
    "hoàn thành xong trước",
    "xong trước",
    "chậm nhất",
];
/// Longest of them, in tokens.
const MAX_DATING: usize = 18;
/// How far into a paragraph the colon behind a name is looked for, in tokens.
const MAX_NAMED: usize = 60;

impl Walk<'_> {
    /// Takes what a paragraph says from `start` on; returns the next paragraph to take.
    pub(super) fn provisions(&mut self, at: usize, start: usize) -> usize {
        let paragraph = &self.paragraphs[at];
        let (start, mut inherited) = match self.named_before_colon(start, paragraph.end) {
            Some((name, colon)) => {
                self.leave(start, colon, Why::LeadIn);
                self.asked = true;
                if paragraph.marker.is_some() && !is_generic(&name) {
                    for name in full_names(&name) {
                        self.note_name(Some(&name));
                    }
                }
                (colon, Some(name))
            }
            None => (start, None),
        };
        let mut parts: Vec<(usize, usize)> = sentences(self.text, paragraph)
            .into_iter()
            .map(|part| self.text.trim(part.0.max(start).min(part.1), part.1))
            .filter(|part| part.0 < part.1)
            .collect();
        let announces =
            self.text.chars()[paragraph.end - 1] == ':' || self.announces_without_colon(at, &parts);
        let last = if announces { parts.pop() } else { None };
        let mut parts = self.with_their_dates(parts);
        if paragraph.marker.is_none() && !announces {
            self.date_the_last(at, &mut parts);
        }
        if self.is_fragment(at) && !parts.is_empty() {
            let (from, to) = parts.remove(0);
            self.leave(from, to, Why::Statement);
        }
        if let Some((from, to)) = last
            && let Some(next) = self.closing_list(at, from, to, &mut parts, &mut inherited)
        {
            return next;
        }
        for (from, to) in parts {
            self.said(from, to, at, &mut inherited);
        }
        match last {
            Some((from, to)) => self.lead_in(at, from, to, inherited.as_deref()),
            None => at + 1,
        }
    }

    /// "… cung cấp dịch vụ như sau." with another paragraph behind it.
    fn announces_without_colon(&self, at: usize, parts: &[(usize, usize)]) -> bool {
        let Some((from, to)) = parts.last() else { return false };
        let tokens = self.tokens(*from, *to);
        let words = tokens.iter().rposition(Token::is_word).unwrap_or(0);
        at + 1 < self.frame.tail
            && words > 0
            && spells_any(tokens, words - 1, &["như sau", "sau đây", "dưới đây"]) > 0
    }

    /// The end of a sentence whose beginning stood on a page that is missing.
    fn is_fragment(&self, at: usize) -> bool {
        let paragraph = &self.paragraphs[at];
        let after_a_page = at.checked_sub(1).is_some_and(|before| self.paragraphs[before].furniture);
        (after_a_page || at == 0)
            && paragraph.marker.is_none()
            && self.text.chars()[paragraph.start].is_lowercase()
    }

    /// One sentence: as a whole, in its clauses, or as the new wording of an older letter.
    fn said(&mut self, from: usize, to: usize, at: usize, inherited: &mut Option<String>) {
        if let Some(wording) = self.new_wording(from, to) {
            self.leave(from, wording.0, Why::LeadIn);
            self.sentence(wording.0, wording.1, at, inherited);
            self.leave(wording.1, to, Why::LeadIn);
            return;
        }
        for (from, to) in self.clauses(from, to) {
            self.sentence(from, to, at, inherited);
        }
    }

    /// "Công an tỉnh: Chủ trì …": the name, and where what is asked of it begins.
    fn named_before_colon(&self, start: usize, end: usize) -> Option<(String, usize)> {
        let tokens = self.tokens(start, end);
        let first = tokens.iter().take(MAX_NAMED).position(|token| token.is_sign(':'))?;
        // "Dự kiến đông người → Viettel: bổ sung …": an arrow leads from the fact to the task.
        let from = tokens[..first].iter().rposition(is_arrow).map_or(0, |arrow| arrow + 1);
        let from = from + spells_any(tokens, from, &["đối với", "riêng", "riêng đối với"]);
        if !starts_name(tokens, from) {
            return None;
        }
        let name = name_at(tokens, from)?;
        // Behind the name a colon, at most "theo chức năng, nhiệm vụ" before it.
        let colon = name.predicate;
        let stops = |at: usize| tokens[at].is_sign('.') && tokens[at + 1].number(9).is_none();
        if colon + 1 >= tokens.len() || !tokens[colon].is_sign(':') || (0..colon).any(stops) {
            return None;
        }
        let words = self.name(tokens[name.start].start, tokens[name.end - 1].end)?;
        Some((words, tokens[colon].end))
    }

    /// Joins "Thời hạn: trước ngày 05/02." to the sentence before it.
    fn with_their_dates(&self, parts: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
        let mut joined: Vec<(usize, usize)> = Vec::with_capacity(parts.len());
        for (from, to) in parts {
            match joined.last_mut() {
                Some(last) if self.only_dates(from, to) => last.1 = to,
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// "Thời gian hoàn thành trước ngày 31/12.": says of the sentence before it by when.
    fn only_dates(&self, from: usize, to: usize) -> bool {
        let tokens = self.tokens(from, to);
        if tokens.len() > MAX_DATING {
            return false;
        }
        // "Thời gian kiểm tra: từ ngày 17 đến ngày 28/11.": a window is no deadline, and dates its point as well.
        let colon = tokens.iter().take(6).position(|token| token.is_sign(':'));
        let window = spells_any(tokens, 0, &["thời gian", "thời điểm"]) > 0
            && colon.is_some_and(|colon| {
                spells_any(tokens, colon + 1, &["từ", "ngày", "trong", "bắt đầu"]) > 0
                    && !tokens[colon..].iter().any(|token| matches!(token.lower.as_str(), "gửi" | "phải"))
            });
        window || (spells_any(tokens, 0, &DATING) > 0 && !self.deadlines_in(from, to).is_empty())
    }

    /// Gives the last obligation the date that stands in a paragraph of its own below it.
    fn date_the_last(&mut self, at: usize, parts: &mut Vec<(usize, usize)>) {
        let Some(&(from, to)) = parts.first() else { return };
        let above = at.checked_sub(1).map(|above| self.paragraphs[above].end);
        let deadlines = self.deadlines_in(from, to);
        let dates = self.only_dates(from, to);
        let last = self.found.last_mut().filter(|(last, _)| dates && Some(last.span[1]) == above);
        if let Some((last, _)) = last {
            last.span[1] = to;
            last.quote = self.text.quote(last.span[0], to);
            last.deadlines.extend(deadlines);
            parts.remove(0);
        }
    }

    /// "Báo cáo về Sở. Nội dung báo cáo gồm:" with a list of things: all of it is what the sentence before asks.
    fn closing_list(
        &mut self,
        at: usize,
        from: usize,
        to: usize,
        parts: &mut Vec<(usize, usize)>,
        inherited: &mut Option<String>,
    ) -> Option<usize> {
        let children = self.children(at);
        let tokens = self.tokens(from, to);
        let contents =
            spells_any(tokens, 0, &["nội dung", "trong đó", "cụ thể", "bao gồm", "gồm", "báo cáo gồm"]) > 0;
        if parts.is_empty()
            || children.is_empty()
            || !contents
            || !self.lists_things(tokens, children.clone())
        {
            return None;
        }
        let (first, _) = parts.pop()?;
        for (from, to) in parts.drain(..) {
            self.said(from, to, at, inherited);
        }
        self.sentence(first, self.paragraphs[children.end - 1].end, at, inherited);
        Some(children.end)
    }

    /// The clauses of a sentence that are obligations of their own.
    fn clauses(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let tokens = self.tokens(from, to);
        let mut parts = Vec::new();
        let mut start = 0;
        let mut depth = 0_usize;
        for at in 0..tokens.len() {
            match tokens[at].kind {
                TokenKind::Sign('(') => depth += 1,
                TokenKind::Sign(')') => depth = depth.saturating_sub(1),
                _ => {}
            }
            let parted = depth == 0
                && tokens[at].is_sign(';')
                && at + 1 < tokens.len()
                && (forbids_strongly(tokens, at + 1)
                    || begins_with_own_subject(&tokens[at + 1..])
                    || begins_with_own_thing(&tokens[at + 1..]))
                && analyse(&tokens[start..at], Place { listed: true, point: false }).nature.is_ok()
                && analyse(&tokens[at + 1..], Place { listed: true, point: false }).nature.is_ok();
            if parted {
                parts.push((tokens[start].start, tokens[at].end));
                start = at + 1;
            }
        }
        if start == 0 {
            return vec![(from, to)];
        }
        parts.push((tokens[start].start, to));
        parts
    }

    /// "Sửa đổi điểm b như sau: “b) Mỗi doanh nghiệp …”": what stands between the quotation marks, without its marker.
    fn new_wording(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let tokens = self.tokens(from, to);
        if spells_any(tokens, 0, &["sửa đổi", "bổ sung", "sửa", "thay thế", "điều chỉnh"]) == 0
        {
            return None;
        }
        let open = tokens.windows(2).position(|pair| pair[0].is_sign(':') && is_quote(&pair[1]))? + 1;
        let close = tokens.iter().rposition(is_quote).filter(|close| *close > open + 4)?;
        let marked = tokens[open + 1].lower.chars().count() == 1 || tokens[open + 1].number(2).is_some();
        let closes = tokens.get(open + 2).is_some_and(|token| token.is_sign(')') || token.is_sign('.'));
        let first = open + 1 + if marked && closes { 2 } else { 0 };
        Some((tokens[first].start, tokens[close - 1].end))
    }
}

fn is_arrow(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Sign('→' | '⇒' | '➔' | '➜'))
}

fn is_quote(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Sign('“' | '”' | '"' | '«' | '»'))
}

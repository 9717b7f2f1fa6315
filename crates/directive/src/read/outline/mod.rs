//! The body, section by section: which sentences are obligations, of whom, and what the rest is.
//!
//! A heading or a lead-in ("Các doanh nghiệp viễn thông:") opens a scope that says whom the provisions under it mean;
//! markers and layout close it. Every paragraph ends up either in an obligation or among the unclaimed.
mod claim;
mod heading;
mod parts;
mod scope;
mod table;

use std::collections::BTreeMap;

use self::heading::{is_contact, is_generic, titled_provisions};
use self::scope::Scope;
use super::clause::{Place, analyse};
use super::header::Frame;
use super::layout::Paragraph;
use super::text::{Text, Token, is_written};
use crate::letter::{Deadline, Obligation, Sector, Unclaimed, Why};

/// What the walk over the body gives.
pub(super) struct Outline {
    pub addressees: Vec<String>,
    pub obligations: Vec<Obligation>,
    pub unclaimed: Vec<Unclaimed>,
    /// Who asks, in the words of the body: the issuer of a letter without a header.
    pub requester: Option<String>,
    /// Whether the text ends on something that announces more.
    pub dangling: bool,
}

struct Walk<'a> {
    text: &'a Text,
    paragraphs: &'a [Paragraph],
    frame: &'a Frame,
    deadlines: &'a [Deadline],
    scopes: Vec<Scope>,
    /// The section at hand; 0 outside all of them.
    section: usize,
    /// How many sections were opened.
    sections: usize,
    top_depth: u8,
    counts: BTreeMap<usize, usize>,
    found: Vec<(Obligation, bool)>,
    unclaimed: Vec<Unclaimed>,
    /// Subjects of headings and lead-ins, in order: the addressees of a letter that has no "Kính gửi".
    named: Vec<String>,
    /// The letter's addressees as a section of each field means them.
    by_sector: BTreeMap<Option<Sector>, Vec<String>>,
    /// The first provision of each depth that reads like a title, and the last of them.
    titled: BTreeMap<u8, (usize, usize)>,
    requester: Option<String>,
    /// The words of the issuer's name, by its header or by how it asks.
    issuer: Option<Vec<String>>,
    /// Whether anybody was asked anything yet; what stands before that tells the occasion.
    asked: bool,
    /// Where the lead ends that asks for all that is listed under it; the text before it tells and asks nothing.
    lead: Option<usize>,
    dangling: bool,
}

/// Walks the body.
pub(super) fn outline(
    text: &Text,
    paragraphs: &[Paragraph],
    frame: &Frame,
    deadlines: &[Deadline],
) -> Outline {
    let mut walk = Walk {
        text,
        paragraphs,
        frame,
        deadlines,
        scopes: Vec::new(),
        section: 0,
        sections: 0,
        top_depth: u8::MAX,
        counts: BTreeMap::new(),
        found: Vec::new(),
        unclaimed: Vec::new(),
        named: Vec::new(),
        by_sector: BTreeMap::new(),
        titled: titled_provisions(text, paragraphs, frame),
        requester: None,
        issuer: frame.issuing_body.as_deref().map(claim::issuers_words),
        asked: false,
        lead: None,
        dangling: false,
    };
    walk.lead = walk.first_lead();
    walk.asked = !walk.asks_somewhere();
    walk.leave_the_frame();
    let mut at = frame.body;
    while at < frame.tail {
        at = walk.paragraph(at);
    }
    walk.finish()
}

impl<'a> Walk<'a> {
    fn tokens(&self, start: usize, end: usize) -> &'a [Token] {
        self.text.tokens_in(start, end)
    }

    fn leave(&mut self, start: usize, end: usize, why: Why) {
        let (start, end) = self.text.trim(start, end);
        if self.text.chars()[start..end].iter().any(|c| is_written(*c)) {
            self.unclaimed.push(Unclaimed { quote: self.text.quote(start, end), span: [start, end], why });
        }
    }

    fn leave_the_frame(&mut self) {
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            let why = if self.frame.addressed.contains(&at) {
                Why::Addressees
            } else if at < self.frame.body {
                Why::Header
            } else if at >= self.frame.tail {
                Why::Tail
            } else {
                continue;
            };
            self.leave(paragraph.start, paragraph.end, why);
        }
    }

    /// The end of the first paragraph without a marker that asks and announces what it asks.
    fn first_lead(&self) -> Option<usize> {
        let body = self.frame.body.min(self.frame.tail)..self.frame.tail;
        self.paragraphs[body].iter().take_while(|paragraph| paragraph.marker.is_none()).find_map(
            |paragraph| {
                let announces = self.text.chars()[paragraph.end - 1] == ':';
                let last = super::layout::sentences(self.text, paragraph).pop()?;
                let tokens = self.tokens(last.0, last.1);
                let asks = analyse(tokens, Place { listed: false, point: false }).requested;
                (announces && asks).then_some(last.0)
            },
        )
    }

    /// Whether the body asks in so many words, or announces a list.
    fn asks_somewhere(&self) -> bool {
        let body = self.frame.body.min(self.frame.tail)..self.frame.tail;
        self.paragraphs[body].iter().any(|paragraph| {
            let tokens = self.tokens(paragraph.start, paragraph.end);
            self.text.chars()[paragraph.end - 1] == ':'
                || analyse(tokens, Place { listed: false, point: false }).requested
        })
    }

    /// Takes the paragraph at `at`; returns the next one to take.
    fn paragraph(&mut self, at: usize) -> usize {
        let paragraph = &self.paragraphs[at];
        if paragraph.furniture {
            self.leave(paragraph.start, paragraph.end, Why::Header);
            return at + 1;
        }
        if let Some(next) = self.table(at) {
            return next;
        }
        let tokens = self.tokens(paragraph.start, paragraph.end);
        if is_contact(tokens) {
            self.leave(paragraph.start, paragraph.end, Why::Contact);
            return at + 1;
        }
        self.close_scopes(paragraph);
        if self.is_heading(at) {
            self.open_heading(paragraph, paragraph.end);
            return at + 1;
        }
        let mut start = paragraph.start;
        if let Some(colon) = self.inline_heading(paragraph) {
            self.open_heading(paragraph, colon);
            start = colon;
        }
        self.provisions(at, start)
    }

    /// Closes what this paragraph no longer belongs to.
    fn close_scopes(&mut self, paragraph: &Paragraph) {
        if let Some(marker) = paragraph.marker {
            let depth = marker.depth() * 2;
            self.scopes.retain(|scope| scope.depth < depth);
            if marker.is_section() && depth <= self.top_depth {
                self.top_depth = depth;
                self.sections += 1;
                self.section = self.sections;
            }
        } else {
            if self.closes_the_letter(paragraph) {
                self.scopes.clear();
            }
            // A paragraph without a marker ends a list of provisions with markers.
            while self.scopes.last().is_some_and(|scope| scope.children_marked == Some(true)) {
                self.scopes.pop();
            }
            if self.scopes.is_empty() {
                self.section = 0;
            }
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.children_marked.get_or_insert(paragraph.marker.is_some());
        }
    }

    fn finish(mut self) -> Outline {
        let mut addressees = self.frame.addressees.clone();
        if addressees.is_empty() {
            // "Các cơ quan, đơn vị" adds nobody to those who are named.
            if self.named.iter().any(|name| !is_generic(name)) {
                self.named.retain(|name| !is_generic(name));
            }
            addressees.append(&mut self.named);
        }
        let mut obligations = Vec::with_capacity(self.found.len());
        for (mut obligation, from_letter) in self.found {
            if from_letter && obligation.addressees.is_empty() {
                obligation.addressees.clone_from(&addressees);
            }
            obligations.push(obligation);
        }
        self.unclaimed.sort_by_key(|unclaimed| unclaimed.span);
        Outline {
            addressees,
            obligations,
            unclaimed: self.unclaimed,
            requester: self.requester,
            dangling: self.dangling,
        }
    }
}

//! The body, section by section: which sentences are obligations, of whom, and what the rest is.
//!
//! A heading or a lead-in ("Các doanh nghiệp viễn thông:") opens a scope that says whom the provisions under it mean;
//! markers and layout close it. Every paragraph ends up either in an obligation or among the unclaimed.
mod heading;

use std::collections::BTreeMap;

use self::heading::{is_contact, is_generic, opens_heading, opens_subject_matter, titled_provisions};
use super::clause::{Clause, Place, analyse};
use super::condition::{condition, trigger};
use super::header::Frame;
use super::layout::{Marker, Paragraph, sentences};
use super::lexicon::VERBS;
use super::name::starts_name;
use super::sector::{narrowed, sector_of};
use super::text::{Text, Token, spells_any};
use super::{MAX_ADDRESSEE_CHARS, MAX_NAME_CHARS};
use crate::letter::{Deadline, Modality, Obligation, Sector, Unclaimed, Why};

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

/// What a heading or a lead-in says about the provisions under it.
struct Scope {
    /// Twice the marker's depth; a lead-in without a marker lies just above its children.
    depth: u8,
    title: Option<String>,
    subject: Option<String>,
    sector: Option<Sector>,
    /// Whether its provisions have markers, once the first was seen.
    children_marked: Option<bool>,
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
        dangling: false,
    };
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let why = if frame.addressed.contains(&at) {
            Why::Addressees
        } else if at < frame.body {
            Why::Header
        } else if at >= frame.tail {
            Why::Tail
        } else {
            continue;
        };
        walk.leave(paragraph.start, paragraph.end, why);
    }
    let mut at = frame.body;
    while at < frame.tail {
        at = walk.paragraph(at);
    }
    walk.finish()
}

impl Walk<'_> {
    fn tokens(&self, start: usize, end: usize) -> &[Token] {
        self.text.tokens_in(start, end)
    }

    fn leave(&mut self, start: usize, end: usize, why: Why) {
        let (start, end) = self.text.trim(start, end);
        if self.text.chars()[start..end].iter().any(|c| c.is_alphanumeric()) {
            self.unclaimed.push(Unclaimed { quote: self.text.quote(start, end), span: [start, end], why });
        }
    }

    /// Takes the paragraph at `at`; returns the next one to take.
    fn paragraph(&mut self, at: usize) -> usize {
        let paragraph = &self.paragraphs[at];
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
        let mut parts = sentences(self.text, paragraph);
        for part in &mut parts {
            *part = self.text.trim(part.0.max(start).min(part.1), part.1);
        }
        parts.retain(|part| part.0 < part.1);
        let announces = self.text.chars()[paragraph.end - 1] == ':';
        let last = if announces { parts.pop() } else { None };
        let mut inherited = None;
        for (from, to) in parts {
            self.sentence(from, to, paragraph, &mut inherited);
        }
        match last {
            Some((from, to)) => self.lead_in(at, from, to),
            None => at + 1,
        }
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

    fn open_heading(&mut self, paragraph: &Paragraph, end: usize) {
        let tokens = self.tokens(paragraph.start, end);
        let skip = spells_any(
            tokens,
            0,
            &["đối với", "trách nhiệm của", "nhiệm vụ của", "yêu cầu đối với", "yêu cầu", "đề nghị"],
        );
        let named = starts_name(tokens, skip) && !opens_subject_matter(tokens);
        let sector = sector_of(tokens);
        let subject = if named {
            let last = tokens.iter().rposition(|token| !token.is_sign(':')).unwrap_or(skip);
            self.name(tokens[skip].start, tokens[last.max(skip)].end)
        } else {
            None
        };
        let depth = paragraph.marker.map_or(1, |marker| marker.depth() * 2);
        self.note_name(subject.as_ref());
        self.scopes.retain(|scope| scope.depth < depth);
        let title = self.name(paragraph.start, end);
        self.scopes.push(Scope {
            depth,
            title: title.map(|title| title.trim_end_matches([':', ' ']).to_owned()),
            subject,
            sector,
            children_marked: None,
        });
        self.leave(paragraph.start, end, Why::Heading);
    }

    /// The provisions a lead-in announces: those that follow with markers deeper than its own.
    fn children(&self, at: usize) -> std::ops::Range<usize> {
        let own = self.paragraphs[at].marker.map_or(-1, |marker| i16::from(marker.depth()));
        let first = at + 1;
        let mut last = first;
        while last < self.frame.tail
            && self.paragraphs[last].marker.is_some_and(|marker| i16::from(marker.depth()) > own)
        {
            last += 1;
        }
        first..last
    }

    /// A sentence that ends in a colon; returns the next paragraph to take.
    fn lead_in(&mut self, at: usize, from: usize, to: usize) -> usize {
        let children = self.children(at);
        self.note_requester(from, to);
        self.dangling = at + 1 >= self.frame.tail && self.frame.tail == self.paragraphs.len();
        let paragraph = &self.paragraphs[at];
        let tokens = self.tokens(from, to);
        let place =
            Place { listed: true, point: paragraph.marker.is_some_and(|marker| !marker.is_section()) };
        let clause = analyse(tokens, place);
        if !children.is_empty() && clause.nature.is_ok() && self.lists_things(tokens, children.clone()) {
            let end = self.paragraphs[children.end - 1].end;
            let mut inherited = None;
            self.claim(from, end, &clause, paragraph, &mut inherited, true);
            return children.end;
        }
        let skip = spells_any(tokens, 0, &["đối với", "riêng đối với", "yêu cầu đối với"]);
        let subject = match clause.subject {
            Some((first, end)) if end > first => self.name(tokens[first].start, tokens[end - 1].end),
            _ if starts_name(tokens, skip) => self.name(tokens[skip].start, tokens[tokens.len() - 1].start),
            _ => None,
        };
        // "đề nghị các đơn vị thực hiện:" means the letter's addressees; "3. Các đơn vị:" heads a section.
        let subject = subject.filter(|subject| {
            !self.is_issuer(subject) && (paragraph.marker.is_some() || !is_generic(subject))
        });
        let sector = subject.as_ref().map_or_else(
            || if opens_heading(tokens) { sector_of(tokens) } else { None },
            |subject| sector_of(Text::new(subject).tokens()),
        );
        let depth = match (paragraph.marker, self.paragraphs.get(at + 1).and_then(|next| next.marker)) {
            (Some(marker), _) => marker.depth() * 2,
            (None, Some(child)) => (child.depth() * 2).saturating_sub(1),
            (None, None) => 1,
        };
        self.note_name(subject.as_ref());
        self.scopes.retain(|scope| scope.depth < depth);
        self.scopes.push(Scope {
            depth,
            title: paragraph
                .marker
                .and_then(|_| self.name(from, to))
                .map(|title| title.trim_end_matches([':', ' ']).to_owned()),
            subject,
            sector,
            children_marked: None,
        });
        self.leave(from, to, Why::LeadIn);
        at + 1
    }

    /// "Báo cáo các nội dung sau:" with a list of things: one demand, not a heading over many.
    fn lists_things(&self, tokens: &[Token], children: std::ops::Range<usize>) -> bool {
        const HANDED_IN: [&str; 12] = [
            "báo cáo",
            "gửi",
            "cung cấp",
            "thông báo",
            "thống kê",
            "tổng hợp",
            "nộp",
            "lập",
            "khai báo",
            "niêm yết",
            "gồm",
            "bao gồm",
        ];
        let hands_in = (0..tokens.len()).any(|at| spells_any(tokens, at, &HANDED_IN) > 0);
        let total = children.len();
        let acting = children
            .filter(|at| {
                let paragraph = &self.paragraphs[*at];
                let tokens = self.tokens(paragraph.start, paragraph.end);
                let clause = analyse(tokens, Place { listed: false, point: true });
                clause.nature.is_ok() && (VERBS.at(tokens, clause.head) > 0 || clause.subject.is_some())
            })
            .count();
        hands_in && acting * 2 < total
    }

    fn note_requester(&mut self, from: usize, to: usize) {
        if self.requester.is_none() {
            let tokens = self.tokens(from, to);
            let place = Place { listed: false, point: false };
            let requester = analyse(tokens, place).requester;
            self.requester =
                requester.and_then(|(start, end)| self.name(tokens[start].start, tokens[end - 1].end));
        }
    }

    fn sentence(&mut self, from: usize, to: usize, paragraph: &Paragraph, inherited: &mut Option<String>) {
        self.note_requester(from, to);
        let tokens = self.tokens(from, to);
        if is_contact(tokens) {
            self.leave(from, to, Why::Contact);
            return;
        }
        let place = Place {
            listed: !self.scopes.is_empty() || paragraph.marker.is_some(),
            point: paragraph.marker.is_some_and(|marker| !marker.is_section()),
        };
        let mut clause = analyse(tokens, place);
        if clause.nature.is_ok() && self.speaks_of_itself(tokens, &clause) {
            clause.nature = Err(Why::Statement);
        }
        if clause.nature == Err(Why::Statement) && self.is_due(from, to, tokens) {
            clause.nature = Ok(Modality::Must);
            clause.subject = None;
        }
        match clause.nature {
            Ok(_) => self.claim(from, to, &clause, paragraph, inherited, false),
            Err(why) => self.leave(from, to, why),
        }
    }

    /// "Thời gian gửi báo cáo: trước 16h00 hàng ngày": no predicate, and yet something is due.
    fn is_due(&self, from: usize, to: usize, tokens: &[Token]) -> bool {
        self.deadlines_in(from, to).next().is_some()
            && (0..tokens.len())
                .any(|at| spells_any(tokens, at, &["báo cáo", "gửi", "hoàn thành", "nộp"]) > 0)
    }

    /// Positions of the deadlines within `[from, to)`; they stand in the order of the text.
    fn deadlines_in(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let first = self.deadlines.partition_point(|deadline| deadline.span[0] < from);
        let last = self.deadlines.partition_point(|deadline| deadline.span[1] <= to);
        first..last.max(first)
    }

    /// Remembers a subject as an addressee, within the room addressees have.
    fn note_name(&mut self, name: Option<&String>) {
        let Some(name) = name else { return };
        let used: usize = self.named.iter().map(|name| name.chars().count()).sum();
        if !self.named.contains(name) && used + name.chars().count() <= MAX_ADDRESSEE_CHARS {
            self.named.push(name.clone());
        }
    }

    /// The words as a name, unless they are too many to be one.
    fn name(&self, start: usize, end: usize) -> Option<String> {
        let name = self.text.squeezed(start, end);
        (name.chars().count() <= MAX_NAME_CHARS).then_some(name)
    }

    /// The issuer says what it does itself.
    fn speaks_of_itself(&self, tokens: &[Token], clause: &Clause) -> bool {
        clause.subject.is_some_and(|(start, end)| {
            start < end
                && !(0..start)
                    .any(|at| spells_any(tokens, at, &["đề nghị", "yêu cầu", "giao", "chỉ thị"]) > 0)
                && self.is_issuer(&self.text.squeezed(tokens[start].start, tokens[end - 1].end))
        })
    }

    fn is_issuer(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        if let Some(issuer) = &self.frame.issuer {
            let issuer = issuer.to_lowercase();
            let longer = name.split(' ').count() <= issuer.split(' ').count() + 3;
            return issuer.starts_with(&name) || (name.starts_with(&issuer) && longer);
        }
        // A letter without a header speaks as "Sở …", unless it is one that is spoken to.
        let addressed =
            self.frame.addressees.iter().any(|addressee| addressee.to_lowercase().contains("sở "));
        (name == "sở" || name.starts_with("sở thông tin") || name.starts_with("sở tt")) && !addressed
    }

    fn claim(
        &mut self,
        from: usize,
        to: usize,
        clause: &Clause,
        paragraph: &Paragraph,
        inherited: &mut Option<String>,
        whole: bool,
    ) {
        let tokens = self.tokens(from, to);
        let modality = clause.nature.unwrap_or(Modality::Must);
        let subject = clause
            .subject
            .filter(|(start, end)| start < end)
            .and_then(|(start, end)| self.name(tokens[start].start, tokens[end - 1].end))
            .filter(|subject| whole || !self.is_issuer(subject));
        let condition = condition(self.text, tokens, modality);
        let trigger = trigger(self.text, tokens, condition.as_ref());
        let own_sector = subject.as_ref().and_then(|subject| sector_of(Text::new(subject).tokens()));
        let section_sector = self.scopes.iter().rev().find_map(|scope| scope.sector);
        let said = subject.as_ref().or(inherited.as_ref()).map(|subject| vec![subject.clone()]);
        // A lead-in over the whole letter names both kinds of operator; a section under it means its own.
        let scoped = || {
            let subject = self.scopes.iter().rev().find_map(|scope| scope.subject.clone())?;
            Some(narrowed(&[subject], section_sector))
        };
        let named = said.or_else(scoped);
        let from_letter = named.is_none();
        let addressees = named.unwrap_or_else(|| {
            let narrow = || narrowed(&self.frame.addressees, section_sector);
            self.by_sector.entry(section_sector).or_insert_with(narrow).clone()
        });
        if subject.is_some() {
            inherited.clone_from(&subject);
            if paragraph.marker.is_some_and(Marker::is_section) {
                self.note_name(subject.as_ref().filter(|subject| !is_generic(subject)));
            }
        }
        let count = self.counts.entry(self.section).or_default();
        *count += 1;
        let id = format!("{}.{count}", self.section);
        let deadlines = self.deadlines_in(from, to).collect();
        self.found.push((
            Obligation {
                id,
                quote: self.text.quote(from, to),
                span: [from, to],
                modality,
                condition,
                trigger,
                addressees,
                sector: own_sector.or(section_sector),
                deadlines,
                section: self.scopes.iter().rev().find_map(|scope| scope.title.clone()),
            },
            from_letter,
        ));
    }

    fn finish(mut self) -> Outline {
        let mut addressees = self.frame.addressees.clone();
        if addressees.is_empty() {
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

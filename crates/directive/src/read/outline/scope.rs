//! Headings and lead-ins: what they say about whom the provisions under them mean, and how far they reach.
use super::super::clause::{Clause, Place, analyse};
use super::super::layout::Paragraph;
use super::super::lexicon::{PROHIBITIONS, VERBS};
use super::super::name::{full_names, name_at, starts_name};
use super::super::sector::{fits, is_general, narrowed, sector_of};
use super::super::text::{Text, Token, spells_any};
use super::super::{MAX_ADDRESSEE_CHARS, MAX_NAME_CHARS};
use super::Walk;
use super::heading::{is_generic, opens_heading, opens_subject_matter, tells_goals};
use crate::letter::{Kind, Modality, Sector, Why};

/// What a heading or a lead-in says about the provisions under it.
pub(super) struct Scope {
    /// Twice the marker's depth; a lead-in without a marker lies just above its children.
    pub depth: u8,
    pub title: Option<String>,
    /// Whom it names.
    pub subjects: Vec<String>,
    pub sector: Option<Sector>,
    /// Whether its provisions have markers, once the first was seen.
    pub children_marked: Option<bool>,
    /// "Mục đích", "Tình hình": nothing under it is asked of anybody.
    pub tells: bool,
    /// "Nghiêm cấm:": what is listed under it is forbidden.
    pub forbids: bool,
    /// Whether it asks in so many words.
    pub requests: bool,
}

impl Walk<'_> {
    pub(super) fn open_heading(&mut self, paragraph: &Paragraph, end: usize) {
        let tokens = self.tokens(paragraph.start, end);
        let skip = spells_any(
            tokens,
            0,
            &["đối với", "trách nhiệm của", "nhiệm vụ của", "yêu cầu đối với", "yêu cầu", "đề nghị", "giao"],
        );
        let named = (starts_name(tokens, skip) || is_a_role(tokens, skip)) && !opens_subject_matter(tokens);
        let subjects = if named { self.heading_names(tokens, skip) } else { Vec::new() };
        let scope = Scope {
            depth: paragraph.marker.map_or(1, |marker| marker.depth() * 2),
            title: self.name(paragraph.start, end).map(|title| title.trim_end_matches([':', ' ']).to_owned()),
            sector: sector_of(tokens),
            subjects,
            children_marked: None,
            tells: tells_goals(tokens),
            forbids: false,
            requests: false,
        };
        self.asked |= !scope.tells;
        for name in &scope.subjects.clone() {
            self.note_name(Some(name));
        }
        self.scopes.retain(|open| open.depth < scope.depth);
        self.scopes.push(scope);
        self.leave(paragraph.start, end, Why::Heading);
    }

    /// The names of a heading, without "có trách nhiệm" behind them.
    fn heading_names(&self, tokens: &[Token], first: usize) -> Vec<String> {
        let mut last = tokens.iter().rposition(|token| !token.is_sign(':')).unwrap_or(first).max(first);
        if let Some(name) = name_at(tokens, first)
            && spells_any(
                tokens,
                name.predicate,
                &["có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ", "thực hiện"],
            ) > 0
            && name.end > first
        {
            last = name.end - 1;
        }
        let name = self.name(tokens[first].start, tokens[last].end);
        name.map(|name| full_names(&name)).unwrap_or_default()
    }

    /// The provisions a lead-in announces: those that follow with markers deeper than its own.
    pub(super) fn children(&self, at: usize) -> std::ops::Range<usize> {
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
    pub(super) fn lead_in(&mut self, at: usize, from: usize, to: usize, said: Option<&str>) -> usize {
        let children = self.children(at);
        self.note_requester(from, to);
        self.dangling = at + 1 >= self.frame.tail && self.frame.tail == self.paragraphs.len();
        let paragraph = &self.paragraphs[at];
        let tokens = self.tokens(from, to);
        let place =
            Place { listed: true, point: paragraph.marker.is_some_and(|marker| !marker.is_section()) };
        let clause = analyse(tokens, place);
        let forbids = clause.nature == Ok(Modality::MustNot);
        let asks = clause.nature.is_ok() && !self.frame.asserts && !self.speaks_of_itself(tokens, &clause);
        if !children.is_empty() && asks && !forbids && self.lists_things(tokens, children.clone()) {
            let end = self.paragraphs[children.end - 1].end;
            self.claim(from, end, &clause, at, &mut None, true);
            return children.end;
        }
        // "Gửi danh sách trước 15/01 theo mẫu:" above a form to fill in.
        let form =
            at + 1 < self.frame.tail && self.is_a_form(at + 1) && !self.deadlines_in(from, to).is_empty();
        let own_duty =
            asks && !forbids && (form || !children.is_empty() && has_a_duty_of_its_own(tokens, &clause));
        if own_duty {
            self.claim(from, to, &clause, at, &mut None, false);
        }
        let mut subjects = self.lead_names(tokens, &clause, paragraph);
        if subjects.is_empty() && paragraph.marker.is_some() {
            // "2. Văn phòng: Tham mưu lãnh đạo các việc sau:".
            subjects = said.map(full_names).unwrap_or_default();
        }
        let sector = match subjects.as_slice() {
            [] if opens_heading(tokens) => sector_of(tokens),
            names => sector_of(Text::new(&names.join("; ")).tokens()),
        };
        let depth = match (paragraph.marker, self.below(at).and_then(|next| next.marker)) {
            (Some(marker), _) => marker.depth() * 2,
            (None, Some(child)) => (child.depth() * 2).saturating_sub(1),
            (None, None) => 1,
        };
        for name in subjects.iter().filter(|name| paragraph.marker.is_some() || !is_generic(name)) {
            self.note_name(Some(name));
        }
        let subjects = if paragraph.marker.is_none() { self.meant_by(subjects) } else { subjects };
        self.asked = true;
        self.scopes.retain(|scope| scope.depth < depth);
        self.scopes.push(Scope {
            depth,
            title: paragraph
                .marker
                .and_then(|_| self.name(from, to))
                .map(|title| title.trim_end_matches([':', ' ']).to_owned()),
            subjects,
            sector,
            children_marked: None,
            tells: (tells_goals(tokens) && !self.demands_in_a_word(tokens))
                || self.only_announces(tokens, &clause)
                || self.says_what_it_will_do(tokens, &clause)
                || (!children.is_empty()
                    && self.speaks_of_itself(tokens, &clause)
                    && encloses(tokens)
                    && self.lists_things(tokens, children)),
            forbids,
            requests: clause.requested,
        });
        if !own_duty {
            self.leave(from, to, Why::LeadIn);
        }
        at + 1
    }

    /// "Cục sẽ tạm dừng các chức năng như sau:": what the issuer does itself.
    fn says_what_it_will_do(&self, tokens: &[Token], clause: &Clause) -> bool {
        let head = clause.head..tokens.len().min(clause.head + 3);
        let plans = head
            .into_iter()
            .any(|at| spells_any(tokens, at, &["sẽ", "có kế hoạch", "dự kiến", "có lịch"]) > 0);
        clause.nature.is_err() && plans && self.speaks_of_itself(tokens, clause)
    }

    /// "Yêu cầu:" before a list; in a plan it heads what is aimed at.
    fn demands_in_a_word(&self, tokens: &[Token]) -> bool {
        spells_any(tokens, 0, &["yêu cầu"]) > 0 && self.frame.kind != Some(Kind::Plan)
    }

    /// "Bưu điện tỉnh thông báo thời gian phục vụ như sau:": a notice of what the issuer does.
    fn only_announces(&self, tokens: &[Token], clause: &Clause) -> bool {
        let seen = |words: &[&str]| (0..tokens.len()).any(|at| spells_any(tokens, at, words) > 0);
        let open = (0..tokens.len()).any(|at| announces_anything(tokens, at));
        let informs = seen(&["thông báo", "báo cáo"]) && !seen(&["đề nghị", "yêu cầu"]) && !open;
        self.frame.kind == Some(Kind::Notice) && informs && self.speaks_of_itself(tokens, clause)
    }

    /// Whom a lead-in charges. "đề nghị các đơn vị thực hiện:" means the letter's addressees; "3. Các đơn vị:" heads a
    /// section.
    fn lead_names(&self, tokens: &[Token], clause: &Clause, paragraph: &Paragraph) -> Vec<String> {
        let skip = spells_any(tokens, 0, &["đối với", "riêng đối với", "yêu cầu đối với"]);
        let name = match clause.subject {
            Some((first, end))
                if end > first
                    && (clause.nature.is_ok() || end + 1 >= tokens.len() || clause.head >= tokens.len()) =>
            {
                self.name(tokens[first].start, tokens[end - 1].end)
            }
            None if !clause.requested && clause.nature.is_ok() && starts_name(tokens, skip) => {
                self.name(tokens[skip].start, tokens[tokens.len() - 1].start)
            }
            _ => None,
        };
        name.filter(|name| !self.is_issuer(name) && (paragraph.marker.is_some() || !is_generic(name)))
            .map(|name| full_names(&name))
            .unwrap_or_default()
    }

    /// Those of the letter's addressees that a general name in a lead means ("đề nghị các doanh nghiệp viễn thông thực hiện:");
    /// nobody by name where it means them all, the name itself where it fits none of them.
    fn meant_by(&self, names: Vec<String>) -> Vec<String> {
        let addressees = &self.frame.addressees;
        if names.len() != 1 || !names.iter().all(|name| is_general(name)) {
            return names;
        }
        let fitting: Vec<String> =
            addressees.iter().filter(|addressee| fits(&names[0], addressee)).cloned().collect();
        let lead = Text::new(&names[0]);
        let narrowed = narrowed(&fitting, sector_of(lead.tokens()));
        match fitting.len() {
            0 => names,
            all if all == addressees.len() && narrowed == fitting => Vec::new(),
            _ => narrowed,
        }
    }

    /// "Báo cáo các nội dung sau:" with a list of things: one demand, not a heading over many.
    pub(super) fn lists_things(&self, tokens: &[Token], children: std::ops::Range<usize>) -> bool {
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
        let tail = tokens.len().saturating_sub(7)..tokens.len();
        let announced = tail.into_iter().any(|at| {
            spells_any(tokens, at, &["trong đó", "gồm", "bao gồm", "chú ý", "lưu ý", "ưu tiên", "nhất là"])
                > 0
        });
        let points =
            children.clone().all(|at| self.paragraphs[at].marker.is_some_and(|marker| !marker.is_section()));
        let hands_in = (0..tokens.len()).any(|at| spells_any(tokens, at, &HANDED_IN) > 0);
        let total = children.len();
        let acting = children
            .filter(|at| {
                let paragraph = &self.paragraphs[*at];
                let tokens = self.tokens(paragraph.start, paragraph.end);
                let clause = analyse(tokens, Place { listed: false, point: true });
                let acts = VERBS.at(tokens, clause.head).max(PROHIBITIONS.at(tokens, clause.head)) > 0;
                clause.nature.is_ok() && (acts || clause.requested || clause.subject.is_some())
            })
            .count();
        (acting == 0 && points) || ((hands_in || announced && points) && acting * 2 < total)
    }

    /// Remembers a subject as an addressee, within the room addressees have.
    pub(super) fn note_name(&mut self, name: Option<&String>) {
        let Some(name) = name else { return };
        let used: usize = self.named.iter().map(|name| name.chars().count()).sum();
        let fold = |name: &str| name.to_lowercase();
        let known = self.named.iter().any(|other| fold(other) == fold(name));
        if !known && used + name.chars().count() <= MAX_ADDRESSEE_CHARS {
            self.named.push(name.clone());
        }
    }

    /// The words as a name, unless they are too many to be one.
    pub(super) fn name(&self, start: usize, end: usize) -> Option<String> {
        let name = self.text.squeezed(start, end);
        (name.chars().count() <= MAX_NAME_CHARS).then_some(name)
    }
}

/// "5. Bảo vệ": a heading that is nothing but a post.
fn is_a_role(tokens: &[Token], at: usize) -> bool {
    const ROLES: [&str; 14] = [
        "bảo vệ",
        "lái xe",
        "tài xế",
        "thủ quỹ",
        "thủ kho",
        "trực ban",
        "kế toán",
        "văn thư",
        "tạp vụ",
        "điều độ viên",
        "shipper",
        "chăm sóc khách hàng",
        "tổng đài",
        "giao nhận",
    ];
    let role = spells_any(tokens, at, &ROLES);
    role > 0 && tokens.get(at + role).is_none_or(|token| token.is_sign(':'))
}

/// "thông báo như sau:", "thông báo tới các bộ phận như sau:": what may go on with anything, demands as well.
fn announces_anything(tokens: &[Token], at: usize) -> bool {
    let verb = spells_any(tokens, at, &["thông báo", "thông báo cụ thể"]);
    let to = spells_any(tokens, at + verb, &["tới", "đến", "cho"]);
    let end = tokens.len().saturating_sub(3);
    let as_follows = spells_any(tokens, end.max(at + verb), &["như sau"]) > 0;
    let things = spells_any(tokens, at + verb + to, &["một số nội dung", "các nội dung", "một số việc"]) > 0;
    verb > 0 && (spells_any(tokens, at + verb, &["như sau"]) > 0 || (to > 0 && as_follows) || things)
}

/// "Sở gửi kèm các tài liệu gồm:".
fn encloses(tokens: &[Token]) -> bool {
    (0..tokens.len())
        .any(|at| spells_any(tokens, at, &["gửi kèm", "kèm theo", "đính kèm", "ban hành kèm"]) > 0)
}

/// "X tập trung ứng phó với mưa lũ …, trong đó:": a duty before the list, not only a word for what is listed.
fn has_a_duty_of_its_own(tokens: &[Token], clause: &Clause) -> bool {
    const FEWEST_WORDS: usize = 8;
    let last = tokens.len().saturating_sub(MAX_ANNOUNCED)..tokens.len();
    let within = last.into_iter().rev().find(|at| spells_any(tokens, *at, &["trong đó"]) > 0);
    within.is_some_and(|within| {
        tokens
            .get(clause.head..within)
            .is_some_and(|duty| duty.iter().filter(|token| token.is_word()).count() >= FEWEST_WORDS)
    })
}

/// Most tokens from "trong đó" to the colon.
const MAX_ANNOUNCED: usize = 8;

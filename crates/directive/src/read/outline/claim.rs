//! From a sentence to an obligation: whether it asks anything of anybody, and of whom.
use super::super::clause::{Clause, Place, analyse, is_part_of_a_noun};
use super::super::condition::{condition, trigger};
use super::super::date::{Reference, date_at};
use super::super::layout::Marker;
use super::super::lexicon::{DETERMINERS, MODALS, ORGANISATIONS, VERBS};
use super::super::name::{name_at, starts_name};
use super::super::promptness::promptness;
use super::super::sector::{narrowed, sector_of};
use super::super::text::{Text, Token, spells, spells_any};
use super::Walk;
use super::heading::{is_contact, is_generic};
use crate::letter::{Modality, Obligation, Span, Why};

/// Fewest dots in a row that leave room to write in.
const BLANK: usize = 6;

impl Walk<'_> {
    pub(super) fn note_requester(&mut self, from: usize, to: usize) {
        if self.requester.is_none() && self.frame.issuer.is_none() {
            let tokens = self.tokens(from, to);
            let place = Place { listed: false, point: false };
            let requester = analyse(tokens, place).requester;
            self.requester =
                requester.and_then(|(start, end)| self.name(tokens[start].start, tokens[end - 1].end));
            self.issuer = self.requester.as_deref().map(issuers_words);
        }
    }

    /// Claims a sentence of the paragraph at `at`, or leaves it with the reason.
    pub(super) fn sentence(&mut self, from: usize, to: usize, at: usize, inherited: &mut Option<String>) {
        self.note_requester(from, to);
        let paragraph = &self.paragraphs[at];
        let tokens = self.tokens(from, to);
        if is_contact(tokens) {
            self.leave(from, to, Why::Contact);
            return;
        }
        if self.has_blanks(from, to) {
            self.leave(from, to, Why::Statement);
            return;
        }
        let place = Place {
            listed: !self.scopes.is_empty() || paragraph.marker.is_some() || inherited.is_some(),
            point: paragraph.marker.is_some_and(|marker| !marker.is_section() || self.under_a_name()),
        };
        let mut clause = analyse(tokens, place);
        if inherited.as_deref().is_some_and(is_committee) && spells(tokens, 0, "lãnh đạo") > 0 {
            // "Đảng ủy …: Lãnh đạo các cơ quan …": its verb, not another's leaders.
            (clause.nature, clause.subject) = (Ok(Modality::Must), None);
        }
        if clause.nature.is_ok() && self.only_tells(tokens, &clause, paragraph.marker) {
            clause.nature = Err(Why::Statement);
        }
        let tells = self.frame.asserts || self.under_what_tells();
        if clause.nature == Err(Why::Statement) && !tells && self.is_due(from, to, tokens) {
            clause.nature = Ok(Modality::Must);
            clause.subject = inner_subject(tokens);
        }
        self.asked |= clause.requested;
        match clause.nature {
            Ok(_) => self.claim(from, to, &clause, at, inherited, false),
            Err(why) => self.leave(from, to, why),
        }
    }

    /// Whether the nearest heading that says anything about it tells goals, findings, plans of the issuer; a heading that
    /// names somebody asks again.
    fn under_what_tells(&self) -> bool {
        let told = self.scopes.iter().rev().find(|scope| scope.tells || !scope.subjects.is_empty());
        told.is_some_and(|scope| scope.tells)
    }

    /// "Tên đơn vị: ........": a form to fill in.
    fn has_blanks(&self, from: usize, to: usize) -> bool {
        let alike = |run: &[char]| run.iter().all(|c| *c == run[0]) && matches!(run[0], '.' | '_' | '…');
        self.text.chars()[from..to].windows(BLANK).any(alike)
    }

    /// Whether the nearest heading names somebody: a "Yêu cầu …" under it is what they ask of others.
    fn under_a_name(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.title.is_some() && !scope.subjects.is_empty())
    }

    /// Whether a sentence that reads like a demand tells something where it stands.
    fn only_tells(&self, tokens: &[Token], clause: &Clause, marker: Option<Marker>) -> bool {
        if self.speaks_of_itself(tokens, clause) {
            return true;
        }
        if clause.requested {
            return false;
        }
        let asserted = self.frame.asserts && !self.scopes.iter().any(|scope| scope.requests);
        let must =
            spells_any(tokens, clause.head, &["phải", "cần", "không được", "nghiêm cấm", "có trách nhiệm"])
                > 0;
        // "Theo quy định, doanh nghiệp phải …" recalls the law.
        let led = tokens.first().zip(self.lead).is_some_and(|(first, lead)| first.start < lead);
        let preamble = !self.asked && marker.is_none() && (led || !must || spells(tokens, 0, "theo") > 0);
        asserted || preamble || self.under_what_tells() || self.is_history(tokens)
    }

    /// "Ngày 12/01/2027, Sở ban hành …" in a letter of a later day.
    fn is_history(&self, tokens: &[Token]) -> bool {
        if spells(tokens, 0, "ngày") == 0 {
            return false;
        }
        let reference = Reference { day: None, year: self.frame.issued.map(jiff::civil::Date::year) };
        let day = date_at(tokens, 0).and_then(|(written, _)| written.resolve(None, reference));
        day.zip(self.frame.issued).is_some_and(|(day, issued)| day <= issued)
    }

    /// "Thời gian gửi báo cáo: trước 16h00 hàng ngày": no predicate, and yet something is due.
    fn is_due(&self, from: usize, to: usize, tokens: &[Token]) -> bool {
        let told = (0..tokens.len()).any(|at| {
            matches!(tokens[at].lower.as_str(), "đã" | "sẽ")
                && !tokens.get(at + 1).is_some_and(|token| token.is_sign(')'))
        });
        let charged = self.scopes.iter().any(|scope| !scope.subjects.is_empty());
        !told
            && !self.deadlines_in(from, to).is_empty()
            && (charged
                || (0..tokens.len()).any(|at| {
                    spells_any(
                        tokens,
                        at,
                        &["báo cáo", "gửi", "hoàn thành", "nộp", "nhập", "cập nhật", "trình"],
                    ) > 0
                        && !is_part_of_a_noun(tokens, at)
                }))
    }

    /// Positions of the deadlines within `[from, to)`; they stand in the order of the text.
    pub(super) fn deadlines_in(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let first = self.deadlines.partition_point(|deadline| deadline.span[0] < from);
        let last = self.deadlines.partition_point(|deadline| deadline.span[1] <= to);
        first..last.max(first)
    }

    /// The issuer says what it does itself.
    pub(super) fn speaks_of_itself(&self, tokens: &[Token], clause: &Clause) -> bool {
        !clause.requested
            && clause.subject.is_some_and(|(start, end)| {
                start < end && self.is_issuer(&self.text.squeezed(tokens[start].start, tokens[end - 1].end))
            })
    }

    /// Whether a name means who issued the letter: "Sở", "Sở TT&TT", "Chúng tôi".
    pub(super) fn is_issuer(&self, name: &str) -> bool {
        let name = Text::new(name);
        let tokens = name.tokens();
        // "Giám đốc Bưu điện", "Chủ tịch UBND tỉnh": who leads the issuer speaks for it.
        let title = spells_any(
            tokens,
            0,
            &["giám đốc", "tổng giám đốc", "chủ tịch", "thủ trưởng", "lãnh đạo", "cục trưởng", "bộ trưởng"],
        );
        let leads = title > 0 && ORGANISATIONS.at(tokens, title) > 0;
        let tokens = if leads { &tokens[title..] } else { tokens };
        let first = DETERMINERS.at(tokens, 0);
        let words = names_words(&tokens[first..]);
        if words == ["chúng", "tôi"] {
            return true;
        }
        let noun = ORGANISATIONS.at(tokens, first);
        if first > 0 || noun == 0 {
            return false;
        }
        if let Some(issuer) = &self.issuer {
            let issuer: Vec<&str> = issuer.iter().map(String::as_str).collect();
            // "Công ty Điện lực" for "CÔNG TY CỔ PHẦN ĐIỆN LỰC SÔNG LAM": the same words in the same order.
            let mut rest = issuer.iter();
            let within = words.iter().all(|word| rest.any(|other| other == word));
            let longer = words.len() <= issuer.len() + 3 && words.starts_with(&issuer);
            let initials = tokens[noun..].iter().all(|token| token.tall || !token.is_word());
            let abbreviated = tokens.len() > noun
                && initials
                && issuer.windows(noun).any(|window| window == &words[..noun]);
            return within || longer || abbreviated;
        }
        // A letter without a header speaks as "Sở …", unless it is one that is spoken to.
        let addressed =
            self.frame.addressees.iter().any(|addressee| addressee.to_lowercase().contains("sở "));
        words[0] == "sở" && !addressed
    }

    pub(super) fn claim(
        &mut self,
        from: usize,
        to: usize,
        clause: &Clause,
        at: usize,
        inherited: &mut Option<String>,
        whole: bool,
    ) {
        let paragraph = &self.paragraphs[at];
        let tokens = self.tokens(from, to);
        let forbidden = self.scopes.last().is_some_and(|scope| scope.forbids);
        let modality = if forbidden { Modality::MustNot } else { clause.nature.unwrap_or(Modality::Must) };
        let subject = clause
            .subject
            .filter(|(start, end)| start < end)
            .and_then(|(start, end)| self.name(tokens[start].start, tokens[end - 1].end))
            .filter(|subject| whole || !self.is_issuer(subject));
        let condition = condition(self.text, tokens, modality);
        let trigger = trigger(self.text, tokens, condition.as_ref());
        let days = self.deadlines_in(from, to).map(|at| self.deadlines[at].span);
        let taken: Vec<Span> = days.chain(condition.iter().map(|passage| passage.span)).collect();
        let promptness = promptness(self.text, tokens, &taken);
        let own_sector = subject.as_ref().and_then(|subject| sector_of(Text::new(subject).tokens()));
        let section_sector = self.scopes.iter().rev().find_map(|scope| scope.sector);
        let opens = clause.subject.is_some_and(|(start, _)| start == 0);
        if subject.is_some() {
            inherited.clone_from(&subject);
            if opens && paragraph.marker.is_some_and(Marker::is_section) {
                self.note_name(subject.as_ref().filter(|subject| !is_generic(subject)));
            }
        }
        let (addressees, from_letter) = self.addressees_of(inherited.as_ref());
        let count = self.counts.entry(self.section).or_default();
        *count += 1;
        let id = format!("{}.{count}", self.section);
        let obligation = Obligation {
            id,
            quote: self.text.quote(from, to),
            span: [from, to],
            modality,
            condition,
            trigger,
            promptness,
            addressees,
            sector: own_sector.or(section_sector),
            deadlines: self.deadlines_in(from, to).collect(),
            section: self.scopes.iter().rev().find_map(|scope| scope.title.clone()),
        };
        self.found.push((obligation, from_letter));
    }

    /// Whom a sentence means: its own subject or that of the sentence before it, else whom the nearest heading names,
    /// else the letter's addressees, of which it is told by the second value.
    fn addressees_of(&mut self, said: Option<&String>) -> (Vec<String>, bool) {
        if let Some(subject) = said {
            return (vec![subject.clone()], false);
        }
        let sector = self.scopes.iter().rev().find_map(|scope| scope.sector);
        // A lead-in over the whole letter names both kinds of operator; a section under it means its own.
        if let Some(scope) = self.scopes.iter().rev().find(|scope| !scope.subjects.is_empty()) {
            return (narrowed(&scope.subjects, sector), false);
        }
        let narrow = || narrowed(&self.frame.addressees, sector);
        (self.by_sector.entry(sector).or_insert_with(narrow).clone(), true)
    }
}

/// "Số liệu hằng ngày các đơn vị nhập vào phần mềm …": who does it, behind what is done.
fn inner_subject(tokens: &[Token]) -> Option<(usize, usize)> {
    let at = (1..tokens.len()).find(|at| {
        DETERMINERS.at(tokens, *at) > 0
            && !matches!(tokens[at - 1].lower.as_str(), "của" | "cho" | "với" | "từ")
            && starts_name(tokens, *at)
    })?;
    let name = name_at(tokens, at)?;
    let acts = VERBS.at(tokens, name.predicate).max(MODALS.at(tokens, name.predicate)) > 0;
    acts.then_some((name.start, name.end))
}

/// A committee of the Party: it leads, others act.
fn is_committee(name: &str) -> bool {
    let name = Text::new(name);
    spells_any(
        name.tokens(),
        0,
        &["đảng ủy", "cấp ủy", "các cấp ủy", "huyện ủy", "thành ủy", "chi ủy", "ban cán sự"],
    ) > 0
}

/// The words of whoever issued the letter, kept: every subject is compared with them.
pub(super) fn issuers_words(issuer: &str) -> Vec<String> {
    names_words(Text::new(issuer).tokens()).into_iter().map(str::to_owned).collect()
}

/// A name's words as they compare: small, without signs, "UBND" written out.
fn names_words(tokens: &[Token]) -> Vec<&str> {
    tokens
        .iter()
        .filter(|token| token.is_word() || token.number(6).is_some())
        .flat_map(|token| match token.lower.as_str() {
            "ubnd" => vec!["ủy", "ban", "nhân", "dân"],
            word => vec![word],
        })
        .collect()
}

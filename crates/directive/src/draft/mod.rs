//! A campaign file drafted from a letter, for a person to finish.
//!
//! Every proposal names the characters of the letter it comes from; what the letter does not say is the placeholder
//! [`FILL`], which no field of the file accepts, so that `campaign check` names each one left. Sentences that became no
//! obligation stand at the end as comments: nothing is dropped unseen.
mod checks;
mod names;
mod toml;

use std::fmt::Write;

pub use self::checks::{Proposal, proposals};
use self::names::Organisations;
use self::toml::{comment, quoted};
use crate::letter::{Deadline, Letter, Modality, Obligation, Passage, Sector, Span, Why};

/// What stands wherever a person must decide. It is no slug, no time and no known word.
pub(crate) const FILL: &str = "ĐIỀN";

/// The letter as a campaign file names it. Digests are in lower-case hex.
#[derive(Clone, Copy, Debug)]
pub struct LetterFile<'a> {
    /// Its name beside the campaign file.
    pub name: &'a str,
    /// Of its text: [`crate::Taken::named`].
    pub sha256: &'a str,
    /// Of the file, where the text was taken out of one.
    pub original_sha256: Option<&'a str>,
}

/// Drafts the campaign file of a letter.
pub fn draft(letter: &Letter, file: &LetterFile<'_>) -> String {
    let organisations = Organisations::of(letter);
    let mut out = String::new();
    // Writing to a string never fails, so the results of the writers below say nothing.
    let _ = head(&mut out, letter, file);
    let _ = organisations.write(&mut out);
    for obligation in &letter.obligations {
        let _ = write_obligation(&mut out, letter, obligation, &organisations);
    }
    let _ = tail(&mut out, letter);
    out
}

fn place(span: Span) -> String {
    format!("[{}, {})", span[0], span[1])
}

fn head(out: &mut String, letter: &Letter, file: &LetterFile<'_>) -> std::fmt::Result {
    writeln!(out, "# Bản nháp đợt bảo đảm, lập từ văn bản {}.", one_line(file.name))?;
    writeln!(out, "# [a, b) là vị trí ký tự trong văn bản (chuẩn NFC), tính từ 0: từ a đến trước b.")?;
    writeln!(
        out,
        "# Chỗ ghi {FILL} là chỗ người soạn phải quyết định; `thongsuot campaign check` nêu từng chỗ còn thiếu."
    )?;
    if let Some(at) = letter.cut_at {
        writeln!(out, "# CHÚ Ý: văn bản có vẻ bị cắt ở ký tự {at}; nhiệm vụ có thể còn thiếu.")?;
    }
    writeln!(out, "schema = 1\n\n[campaign]")?;
    let id = letter.number.as_deref().map(names::slug).filter(|slug| !slug.is_empty());
    match id {
        Some(id) => writeln!(out, "id = {} # từ số văn bản", quoted(&id))?,
        None => writeln!(out, "id = {} # văn bản không có số", quoted(FILL))?,
    }
    let title = letter.subject.clone().unwrap_or_else(|| format!("{FILL}: tên đợt bảo đảm"));
    writeln!(out, "title = {}", quoted(&title))?;
    writeln!(out, "zone = \"Asia/Ho_Chi_Minh\"")?;
    match &letter.issued {
        Some(day) => writeln!(out, "from = {day}T00:00:00+07:00 # đề xuất: ngày ban hành")?,
        None => writeln!(out, "from = {} # văn bản không ghi ngày ban hành", quoted(FILL))?,
    }
    match letter
        .deadlines
        .iter()
        .filter_map(|deadline| Some((last_day(deadline)?, deadline)))
        .max_by_key(|(day, _)| *day)
    {
        Some((day, deadline)) => writeln!(
            out,
            "to = {day}T00:00:00+07:00 # đề xuất: sau hạn cuối cùng, {} {}",
            place(deadline.span),
            comment(&deadline.quote)
        )?,
        None => writeln!(out, "to = {} # văn bản không nêu hạn nào", quoted(FILL))?,
    }
    writeln!(out, "\n[[directive]]\nfile = {}\nsha256 = {}", quoted(file.name), quoted(file.sha256))?;
    if let Some(original) = file.original_sha256 {
        writeln!(out, "original_sha256 = {} # của chính tệp; sha256 là của phần chữ", quoted(original))?;
    }
    if let Some(number) = &letter.number {
        writeln!(out, "number = {}", quoted(number))?;
    }
    if let Some(issued) = &letter.issued {
        writeln!(out, "issued = {issued}")?;
    }
    if let Some(issuer) = &letter.issuer {
        writeln!(out, "issuer = {}", quoted(issuer))?;
    }
    if let Some(subject) = &letter.subject {
        writeln!(out, "subject = {}", quoted(subject))?;
    }
    for citation in &letter.citations {
        writeln!(out, "# viện dẫn {} {}", place(citation.span), comment(&citation.quote))?;
    }
    Ok(())
}

/// The day after the last moment of a deadline.
fn last_day(deadline: &Deadline) -> Option<jiff::civil::Date> {
    let moment = deadline.occurrences.last().or(deadline.at.as_ref())?;
    let day: jiff::civil::Date = moment.get(..10)?.parse().ok()?;
    day.tomorrow().ok()
}

fn write_obligation(
    out: &mut String,
    letter: &Letter,
    obligation: &Obligation,
    organisations: &Organisations,
) -> std::fmt::Result {
    writeln!(out, "\n# {} {}", place(obligation.span), comment(&obligation.quote))?;
    if let Some(section) = &obligation.section {
        writeln!(out, "# thuộc mục: {}", comment(section))?;
    }
    writeln!(out, "[[obligation]]\nid = {}", quoted(&campaign_id(obligation)))?;
    writeln!(out, "quote = {}", quoted(&obligation.quote))?;
    writeln!(out, "span = [{}, {}]", obligation.span[0], obligation.span[1])?;
    if let Some(sector) = obligation.sector {
        writeln!(out, "sector = {}", quoted(sector_name(sector)))?;
    }
    let owners = organisations.owners(&obligation.addressees);
    let listed: Vec<String> = owners.iter().map(|owner| quoted(owner)).collect();
    writeln!(out, "owners = [{}] # {}", listed.join(", "), comment(&obligation.addressees.join("; ")))?;
    if obligation.modality == Modality::MustNot {
        writeln!(out, "modality = \"must_not\"")?;
    }
    write_due(out, letter, obligation)?;
    if let Some(trigger) = &obligation.trigger {
        writeln!(out, "# khi: {} {}", place(trigger.span), comment(&trigger.quote))?;
    }
    if let Some(Passage { quote, span: [from, to] }) = &obligation.condition {
        writeln!(out, "\n[obligation.condition]\nquote = {}\nspan = [{}, {}]", quoted(quote), from, to)?;
    }
    checks::write(out, obligation)
}

/// What an obligation of a letter is called in the campaign file drafted from it.
pub fn campaign_id(obligation: &Obligation) -> String {
    format!("nv-{}", obligation.id.replace('.', "-"))
}

/// The last of its deadlines as `due`, the others as comments: one obligation has one due moment.
fn write_due(out: &mut String, letter: &Letter, obligation: &Obligation) -> std::fmt::Result {
    let deadlines = || obligation.deadlines.iter().filter_map(|at| letter.deadlines.get(*at));
    let Some(last) = deadlines().max_by_key(|deadline| last_day(deadline)) else {
        return Ok(());
    };
    for deadline in deadlines().filter(|deadline| *deadline != last) {
        writeln!(out, "# còn hạn khác: {} {}", place(deadline.span), comment(&deadline.quote))?;
    }
    for (deadline, holiday) in deadlines().filter_map(|deadline| Some((deadline, deadline.holiday?))) {
        writeln!(
            out,
            "# {} rơi vào dịp nghỉ {}: hỏi lại cơ quan ban hành nếu cần",
            place(deadline.span),
            holiday.name()
        )?;
    }
    if last.occurrences.len() > 1 {
        writeln!(
            out,
            "# hạn lặp lại {} lần: {}; tách thành nhiều nhiệm vụ nếu phải chứng minh từng lần",
            last.occurrences.len(),
            last.occurrences.join(", ")
        )?;
    }
    let Some(moment) = last.occurrences.last().or(last.at.as_ref()) else {
        return Ok(());
    };
    let strict = if moment.len() > 10 {
        writeln!(out, "due = {moment} # {} {}", place(last.span), comment(&last.quote))?;
        last.strict
    } else {
        // "trước ngày D" ends where D begins; "chậm nhất ngày D" where the day after begins. Neither holds that moment.
        let day = if last.strict { moment.parse().ok() } else { last_day(last) };
        let day = day.map_or_else(|| moment.clone(), |day: jiff::civil::Date| day.to_string());
        writeln!(out, "due = {day}T00:00:00+07:00 # {} {}", place(last.span), comment(&last.quote))?;
        true
    };
    writeln!(out, "due_strict = {strict}")
}

fn sector_name(sector: Sector) -> &'static str {
    match sector {
        Sector::Telecom => "telecom",
        Sector::Post => "post",
        Sector::InformationSecurity => "information_security",
        Sector::Press => "press",
    }
}

fn tail(out: &mut String, letter: &Letter) -> std::fmt::Result {
    writeln!(out, "\n# Những câu không thành nhiệm vụ nào, để người soạn xem lại:")?;
    for passage in &letter.unclaimed {
        writeln!(out, "# {} {}: {}", place(passage.span), why_name(passage.why), comment(&passage.quote))?;
    }
    for contact in &letter.contacts {
        writeln!(out, "# liên hệ {} {}", place(contact.span), comment(&contact.value))?;
    }
    Ok(())
}

fn why_name(why: Why) -> &'static str {
    match why {
        Why::Header => "thể thức",
        Why::Addressees => "kính gửi",
        Why::Basis => "căn cứ",
        Why::Purpose => "mục đích",
        Why::Heading => "tiêu đề",
        Why::LeadIn => "câu dẫn",
        Why::Contact => "liên hệ",
        Why::Courtesy => "xã giao",
        Why::Statement => "nhận định",
        Why::Tail => "nơi nhận, chữ ký",
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

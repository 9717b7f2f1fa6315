//! What a letter says, as `thongsuot directive read --format json` prints it.
//!
//! Spans count characters of the letter's text in Unicode normal form C, from inclusive, to exclusive; a quote is
//! exactly the text of its span.
use calendar::Holiday;
use serde::Serialize;

/// `[from, to)` in characters of the NFC text.
pub type Span = [usize; 2];

/// A directive as read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Number and sign, without spaces inside: `94/STTTT-BCVT`.
    pub number: Option<String>,
    /// Day of issue.
    pub issued: Option<String>,
    /// What kind of document it is.
    pub kind: Kind,
    /// Who issued it: as its header says, else who asks in the body.
    pub issuer: Option<String>,
    /// What it is about, from "V/v" or "Về việc".
    pub subject: Option<String>,
    /// Where it was issued: "Hà Nội".
    pub place: Option<String>,
    /// How fast it travels, if it is stamped so.
    pub urgency: Option<Urgency>,
    /// Whom it addresses.
    pub addressees: Vec<String>,
    /// Documents it cites.
    pub citations: Vec<Citation>,
    /// What it asks, one for each actionable sentence or provision.
    pub obligations: Vec<Obligation>,
    /// By when.
    pub deadlines: Vec<Deadline>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
    /// Who signed it.
    pub signer: Option<String>,
    /// As what, and for whom: "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC".
    pub position: Option<String>,
    /// Who gets it, from "Nơi nhận".
    pub recipients: Vec<String>,
    /// Whether the letter looks whole.
    pub complete: bool,
    /// Where it looks cut, if it does.
    pub cut_at: Option<usize>,
    /// Every passage that no obligation claims, with the reason.
    pub unclaimed: Vec<Unclaimed>,
    /// Length of the NFC text in characters: what spans count in.
    pub characters: usize,
}

/// Kinds of document that direct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Công văn.
    OfficialLetter,
    /// Chỉ thị.
    Directive,
    /// Công điện.
    Telegram,
    /// Kế hoạch.
    Plan,
    /// Thông báo.
    Notice,
    /// Quyết định.
    Decision,
}

/// How fast a letter travels (Decree 30/2020): each kind of stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// Hỏa tốc, also "hẹn giờ".
    Flash,
    /// Thượng khẩn.
    TopUrgent,
    /// Khẩn.
    Urgent,
}

/// Words of the letter and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The words, exactly.
    pub quote: String,
    /// Where they stand.
    pub span: Span,
}

/// A cited document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Its kind in the letter's words ("Công văn"), if named.
    pub kind: Option<String>,
    /// Number and sign, without spaces inside; none when the letter cites by date alone.
    pub number: Option<String>,
    /// Its day of issue.
    pub issued: Option<String>,
    /// Who issued it ("UBND tỉnh").
    pub issuer: Option<String>,
    /// What the letter has to do with it.
    pub relation: Relation,
    /// The words, exactly.
    pub quote: String,
    /// Where they stand.
    pub span: Span,
}

/// What a letter has to do with a document it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// "Căn cứ …", "Theo …": it rests on it.
    Basis,
    /// "Thực hiện …", "Triển khai …": it hands it on.
    CarriesOut,
    /// "Sửa đổi …", "Thay thế …": it changes it, or takes its place.
    Amends,
    /// "Phúc đáp …": it answers it.
    Answers,
    /// Named within what is told or asked.
    Mention,
}

/// One thing an addressee must do or leave alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Section and place in it, `1.3`; the closing part of a letter is section 0.
    pub id: String,
    /// The sentence or provision, exactly.
    pub quote: String,
    /// Where it stands.
    pub span: Span,
    /// Must or must not.
    pub modality: Modality,
    /// "Unless …": the circumstance under which it does not bind.
    pub condition: Option<Passage>,
    /// "When …": what sets it off.
    pub trigger: Option<Passage>,
    /// How soon or how often, where no day says it: "ngay", "trong vòng 24 giờ", "6 tháng một lần".
    pub promptness: Option<Passage>,
    /// Who: the sentence's own subject, else the section's, else the letter's addressees.
    pub addressees: Vec<String>,
    /// Field of work, from the section heading or the addressee.
    pub sector: Option<Sector>,
    /// Positions in [`Letter::deadlines`].
    pub deadlines: Vec<usize>,
    /// The heading it stands under.
    pub section: Option<String>,
}

/// Whether a thing is demanded or forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// To be done.
    Must,
    /// To be left alone.
    MustNot,
}

/// Fields of work a section or an addressee belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// Viễn thông, Internet.
    Telecom,
    /// Bưu chính, chuyển phát.
    Post,
    /// An toàn thông tin, công nghệ thông tin.
    InformationSecurity,
    /// Báo chí, phát thanh, truyền hình.
    Press,
}

/// A moment, or several, by which something is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// A day as an ISO date, an hour as an ISO date-time at +07:00.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The moments of a deadline that comes back, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub occurrences: Vec<String>,
    /// True for "trước": the moment itself is too late.
    pub strict: bool,
    /// The lunar date beside the first solar one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lunar: Option<String>,
    /// The public holiday it falls in, or the first of its moments that does: nobody may be there to act or to receive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holiday: Option<Holiday>,
    /// The words, exactly.
    pub quote: String,
    /// Where they stand.
    pub span: Span,
}

/// Someone to reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// What it is.
    pub kind: ContactKind,
    /// As the letter writes it.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

/// Kinds of contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A telephone number.
    Phone,
    /// A fax number.
    Fax,
    /// A mail address.
    Email,
    /// The office in charge.
    Unit,
    /// A street address.
    Address,
}

/// A passage no obligation claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unclaimed {
    /// The words, exactly.
    pub quote: String,
    /// Where they stand.
    pub span: Span,
    /// Why it is no obligation.
    pub why: Why,
}

impl Why {
    /// Its name, as it is written everywhere.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Addressees => "addressees",
            Self::Basis => "basis",
            Self::Purpose => "purpose",
            Self::Heading => "heading",
            Self::LeadIn => "lead_in",
            Self::Contact => "contact",
            Self::Courtesy => "courtesy",
            Self::Statement => "statement",
            Self::Tail => "tail",
        }
    }
}

/// Why a passage is no obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The block above the body: motto, number, date, subject.
    Header,
    /// "Kính gửi" and the names after it.
    Addressees,
    /// "Căn cứ …", "Thực hiện Công văn số …".
    Basis,
    /// "Để …" without an action.
    Purpose,
    /// A heading.
    Heading,
    /// What introduces a list: "… thực hiện các nội dung sau:".
    LeadIn,
    /// Numbers and addresses to ask at.
    Contact,
    /// "Trân trọng cảm ơn".
    Courtesy,
    /// A fact, a forecast, something the issuer will do.
    Statement,
    /// Signature, recipients, what follows them.
    Tail,
}

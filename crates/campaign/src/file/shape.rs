//! Every key of the campaign file with what it holds: the one source of the reader and of the JSON schema.

/// The keys of one table.
#[derive(Debug)]
pub struct TableShape {
    /// What the table is, for the schema.
    pub meaning: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

/// One key.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether the file may leave it out.
    pub need: Need,
    /// What it means, for the schema.
    pub meaning: &'static str,
}

/// Whether a key may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must be there.
    Required,
    /// It may be left out.
    Optional,
}

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A slug.
    Slug,
    /// A list of slugs.
    Slugs,
    /// Text on one line that is not blank.
    Text,
    /// Words of the letter, with its line ends and tabs.
    Passage,
    /// A moment: a date-time with zone, or a lunar one.
    Moment,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// The name of a time zone.
    Zone,
    /// A SHA-256 in hex.
    Digest,
    /// An integer within bounds.
    Count(i64, i64),
    /// Yes or no.
    Flag,
    /// One word of several.
    Word(&'static [&'static str]),
    /// The kind of a check.
    CheckKind,
    /// `[from, to]`, characters of the letter.
    Span,
    /// One table.
    Table(&'static TableShape),
    /// A list of tables.
    Tables(&'static TableShape),
}

const fn required(name: &'static str, holds: Holds, meaning: &'static str) -> Field {
    Field { name, holds, need: Need::Required, meaning }
}

const fn optional(name: &'static str, holds: Holds, meaning: &'static str) -> Field {
    Field { name, holds, need: Need::Optional, meaning }
}

/// The zone that campaigns are reckoned in.
pub const ZONE: &str = "Asia/Ho_Chi_Minh";
/// The version of the format.
pub const SCHEMA: i64 = 1;
/// Seconds of a day: no interval of probes or summaries is longer.
const DAY_S: i64 = 86_400;
/// Seconds between summaries where the file sets nothing.
pub const SUMMARY_S: u32 = 300;
/// Seconds between probes where the file sets nothing.
pub const EVERY_S: u32 = 30;
/// Milliseconds a probe waits where the file sets nothing.
pub const TIMEOUT_MS: u32 = 2_000;
/// Failures in a row that make a target down where the file sets nothing.
pub const FAIL_AFTER: u32 = 3;
/// Words of grades, weakest first.
pub const GRADES: &[&str] = &["asserted", "attested", "countersigned", "measured"];
/// Words of an organisation's kind.
pub const ORGANISATION_KINDS: &[&str] =
    &["regulator", "telecom_operator", "postal_operator", "agency", "unit"];
/// Words of a target's kind.
pub const TARGET_KINDS: &[&str] = &["icmp", "tcp", "dns", "http", "https", "tls"];
/// Words of modality.
pub const MODALITIES: &[&str] = &["must", "must_not"];
/// Words of a plan's state.
pub const PLAN_STATES: &[&str] = &["filed", "approved", "tested"];
/// Signs of a limit.
pub const OPS: &[&str] = &[">=", ">", "<=", "<"];

/// The file.
pub const FILE: TableShape = TableShape {
    meaning: "A campaign (đợt bảo đảm): a period, the organisations it addresses and what each must do.",
    fields: &[
        required("schema", Holds::Count(SCHEMA, SCHEMA), "version of this format"),
        required("campaign", Holds::Table(&CAMPAIGN), "the campaign itself"),
        optional("directive", Holds::Tables(&DIRECTIVE), "the letters it was drawn from"),
        optional("phase", Holds::Tables(&PERIOD), "named parts of the period; they do not overlap"),
        optional("critical", Holds::Tables(&PERIOD), "critical hours; they do not overlap"),
        optional("freeze", Holds::Tables(&PERIOD), "windows in which networks must not be changed"),
        required("organisation", Holds::Tables(&ORGANISATION), "organisations and their units"),
        optional("target", Holds::Tables(&TARGET), "what is measured"),
        optional("briefing", Holds::Tables(&BRIEFING), "pages that shifts must have read"),
        required("obligation", Holds::Tables(&OBLIGATION), "what the addressees must do"),
    ],
};

const CAMPAIGN: TableShape = TableShape {
    meaning: "The campaign itself.",
    fields: &[
        required("id", Holds::Slug, "short name, unique on the node"),
        required("title", Holds::Text, "title shown to people"),
        required("zone", Holds::Zone, "the zone the campaign is reckoned in: Asia/Ho_Chi_Minh"),
        required("from", Holds::Moment, "first moment of the period"),
        required("to", Holds::Moment, "first moment after the period"),
        optional(
            "summary_s",
            Holds::Count(1, DAY_S),
            "seconds between summaries of measurements; 300 where absent",
        ),
    ],
};

const DIRECTIVE: TableShape = TableShape {
    meaning: "A letter (văn bản chỉ đạo) behind the campaign.",
    fields: &[
        required("file", Holds::Text, "file name beside this file"),
        required(
            "sha256",
            Holds::Digest,
            "SHA-256 of its text: of its bytes where it is text in UTF-8, else of what was read of it",
        ),
        optional("original_sha256", Holds::Digest, "SHA-256 of the .docx or pdf that its text was read of"),
        optional("number", Holds::Text, "number and sign"),
        optional("issued", Holds::Day, "day of issue"),
        optional("issuer", Holds::Text, "who issued it"),
        optional("subject", Holds::Passage, "what it is about"),
    ],
};

const PERIOD: TableShape = TableShape {
    meaning: "A stretch of time [from, to).",
    fields: &[
        optional("id", Holds::Slug, "short name; numbered where absent"),
        optional("title", Holds::Text, "title shown to people; the id where absent"),
        required("from", Holds::Moment, "first moment"),
        required("to", Holds::Moment, "first moment after it"),
    ],
};

const ORGANISATION: TableShape = TableShape {
    meaning: "An organisation (đơn vị) or a unit of one.",
    fields: &[
        required("id", Holds::Slug, "short name; also names its journal"),
        optional("name", Holds::Text, "full name shown to people; the id where absent"),
        optional("parent", Holds::Slug, "the organisation above it"),
        required("kind", Holds::Word(ORGANISATION_KINDS), "what it is"),
        optional("valid_from", Holds::Moment, "when it began under this name and parent"),
        optional("valid_to", Holds::Moment, "when it ceased under this name and parent"),
        optional("successor", Holds::Slug, "who took over its duties; needs valid_to"),
    ],
};

const TARGET: TableShape = TableShape {
    meaning: "A point that is measured (điểm đo).",
    fields: &[
        required("id", Holds::Slug, "short name"),
        optional("title", Holds::Text, "name shown to people; the id where absent"),
        required("owner", Holds::Slug, "the organisation whose network it stands for"),
        required("kind", Holds::Word(TARGET_KINDS), "how it is probed"),
        required("address", Holds::Text, "icmp: host; tcp, dns, tls: host:port; http, https: URL"),
        optional("query", Holds::Text, "dns: the name to ask for"),
        optional("every_s", Holds::Count(1, DAY_S), "seconds between probes; 30 where absent"),
        optional("timeout_ms", Holds::Count(1, 60_000), "how long a probe waits; 2000 where absent"),
        optional(
            "fail_after",
            Holds::Count(1, 100),
            "failed probes in a row that make it down; 3 where absent",
        ),
    ],
};

const BRIEFING: TableShape = TableShape {
    meaning: "A page that every shift must have read.",
    fields: &[
        required("id", Holds::Slug, "short name"),
        optional("title", Holds::Text, "title shown to people; the id where absent"),
        optional("file", Holds::Text, "file name beside this file"),
        required("sha256", Holds::Digest, "SHA-256 of its bytes"),
    ],
};

const OBLIGATION: TableShape = TableShape {
    meaning: "One thing an addressee must do, ensure, refrain from or report (nhiệm vụ).",
    fields: &[
        required("id", Holds::Slug, "short name, unique on the node"),
        optional("title", Holds::Text, "title shown to people; the quote where absent"),
        required("quote", Holds::Passage, "the words of the letter"),
        optional("span", Holds::Span, "where they stand in the letter"),
        optional("sector", Holds::Text, "field of work"),
        required("owners", Holds::Slugs, "who owes it"),
        optional("modality", Holds::Word(MODALITIES), "must where absent"),
        optional("condition", Holds::Table(&CONDITION), "the circumstance under which it does not bind"),
        optional("due", Holds::Moment, "by when; the end of the campaign where absent"),
        optional("due_strict", Holds::Flag, "true for \"trước\": the moment itself is too late"),
        required("check", Holds::Tables(&CHECK), "how it is proved; the worst of them is the status"),
    ],
};

const CONDITION: TableShape = TableShape {
    meaning: "\"Unless\", in the letter's words.",
    fields: &[
        required("quote", Holds::Passage, "the words of the letter"),
        optional("span", Holds::Span, "where they stand in the letter"),
    ],
};

/// A check. Which of the keys a kind takes is in its own rules.
pub const CHECK: TableShape = TableShape {
    meaning: "A way of proving the obligation (cách chứng minh).",
    fields: &[
        required("kind", Holds::CheckKind, "which check"),
        optional("min_grade", Holds::Word(GRADES), "the lowest grade that proves"),
        optional("targets", Holds::Slugs, "what is measured; each owner answers for its own and its units'"),
        optional("thresholds", Holds::Tables(&THRESHOLD), "limits, each with the source it comes from"),
        optional("checklist", Holds::Tables(&CHECKLIST), "what must be looked at"),
        optional("requires", Holds::Word(PLAN_STATES), "how far the plan must have come"),
        optional("plan", Holds::Slug, "which plan, where more than one may be filed"),
        optional("briefing", Holds::Slug, "which briefing"),
        optional("shifts", Holds::Slugs, "the shifts that must have read it"),
        optional(
            "stale_after_s",
            Holds::Count(1, DAY_S),
            "seconds of silence that mean no signal; 3 summaries where absent",
        ),
    ],
};

const CHECKLIST: TableShape = TableShape {
    meaning: "One line of a checklist.",
    fields: &[
        required("item", Holds::Slug, "short name"),
        optional("title", Holds::Text, "the line as the inspector reads it; the item where absent"),
    ],
};

const THRESHOLD: TableShape = TableShape {
    meaning: "A limit and where it comes from.",
    fields: &[
        required("name", Holds::Text, "which figure it limits"),
        required("op", Holds::Word(OPS), "which side is allowed"),
        required("value", Holds::Count(i64::MIN, i64::MAX), "the limit"),
        required("unit", Holds::Text, "its unit"),
        required("source", Holds::Text, "the document it was taken from"),
        required("source_date", Holds::Day, "day of that document"),
    ],
};

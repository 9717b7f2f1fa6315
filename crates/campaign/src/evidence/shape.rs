//! What an entry of each kind may say: its facts, its private fields, its subject and its grades.

use journal::Grade;

/// The shape of one kind of entry.
pub struct Shape {
    /// The kind.
    pub kind: &'static str,
    /// Type of the subject, and the fact that repeats its slug; none where any subject does.
    pub subject: Option<(&'static str, Option<&'static str>)>,
    /// The facts it may state.
    pub facts: &'static [&'static str],
    /// The private fields it may carry; `photo_` stands for `photo_1`, `photo_2` and so on.
    pub private: &'static [&'static str],
    /// The private fields it must carry.
    pub needs: &'static [&'static str],
    /// The grades it may have.
    pub grades: &'static [Grade],
    /// Whether it may come without a grade: no check weighs it.
    pub ungraded: bool,
}

const SIGNED: &[Grade] = &[Grade::Attested, Grade::Countersigned];
const SPOKEN: &[Grade] = &[Grade::Asserted, Grade::Attested, Grade::Countersigned];
const MEASURED: &[Grade] = &[Grade::Measured];
const OBLIGATION: Option<(&str, Option<&str>)> = Some(("obligation", Some("obligation")));

/// The facts of a report that was drawn up.
const DRAFTED: &[&str] = &["campaign", "about", "paper", "at", "report", "known", "counts"];
/// The same under a signature, with the delegation it was given under.
const ATTESTED: &[&str] =
    &["campaign", "about", "paper", "at", "report", "known", "counts", "delegation", "signed_as"];

/// Private fields that hold the SHA-256 of a blob.
pub const BLOBS: &[&str] = &["document", "file", "photo_"];

/// Whether this private field holds the SHA-256 of a document or a picture.
pub fn names_document(field: &str) -> bool {
    BLOBS.contains(&field_name(field))
}

/// The name of a private field in the shapes: numbered ones share theirs.
pub fn field_name(field: &str) -> &str {
    let numbered = field.strip_prefix("photo_").is_some_and(|number| number.parse::<u32>().is_ok());
    if numbered { "photo_" } else { field }
}

/// The shapes of every kind this version writes.
pub const SHAPES: &[Shape] = &[
    Shape {
        kind: "campaign.issued",
        subject: Some(("campaign", Some("campaign"))),
        facts: &["campaign", "title"],
        private: &["file"],
        needs: &["file"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "acknowledgement.given",
        subject: OBLIGATION,
        facts: &["obligation", "organisation"],
        private: &["note"],
        needs: &[],
        grades: SPOKEN,
        ungraded: false,
    },
    Shape {
        kind: "inspection.signed",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "checklist", "photos", "delegation", "signed_as"],
        private: &["signer", "note", "photo_"],
        needs: &["signer"],
        grades: SIGNED,
        ungraded: false,
    },
    Shape {
        kind: "plan.filed",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "plan", "delegation", "signed_as"],
        private: &["document", "note"],
        needs: &["document"],
        grades: SPOKEN,
        ungraded: false,
    },
    Shape {
        kind: "plan.approved",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "plan", "delegation", "signed_as"],
        private: &["document", "note"],
        needs: &[],
        grades: SIGNED,
        ungraded: false,
    },
    Shape {
        kind: "plan.tested",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "plan", "result", "delegation", "signed_as"],
        private: &["document", "note"],
        needs: &[],
        grades: SPOKEN,
        ungraded: false,
    },
    Shape {
        kind: "briefing.read",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "shift", "briefing"],
        private: &["note"],
        needs: &[],
        grades: SPOKEN,
        ungraded: false,
    },
    Shape {
        kind: "report.submitted",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "report", "delegation", "signed_as"],
        private: &["document", "note"],
        needs: &["document"],
        grades: SPOKEN,
        ungraded: false,
    },
    Shape {
        kind: "obligation.waived",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "until"],
        private: &["reason"],
        needs: &["reason"],
        grades: SPOKEN,
        ungraded: true,
    },
    Shape {
        kind: "obligation.assigned",
        subject: OBLIGATION,
        facts: &["obligation", "change", "unit", "account", "until"],
        private: &["person", "note"],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "handling.promised",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "until"],
        private: &["note"],
        needs: &[],
        grades: SPOKEN,
        ungraded: true,
    },
    Shape {
        kind: "evidence.corrected",
        subject: None,
        facts: &["obligation", "organisation", "withdraws", "fields"],
        private: &["reason", "note"],
        needs: &[],
        grades: &[Grade::Asserted, Grade::Attested, Grade::Countersigned, Grade::Measured],
        ungraded: true,
    },
    Shape {
        kind: "finding.explained",
        subject: OBLIGATION,
        facts: &["obligation", "organisation"],
        private: &["text"],
        needs: &["text"],
        grades: SPOKEN,
        ungraded: true,
    },
    Shape {
        kind: "measurement.summarised",
        subject: Some(("organisation", None)),
        facts: &["organisation", "period_s", "targets"],
        private: &[],
        needs: &[],
        grades: MEASURED,
        ungraded: false,
    },
    Shape {
        kind: "target.turned",
        subject: Some(("target", Some("target"))),
        facts: &["organisation", "target", "from", "to", "cause", "detail"],
        private: &[],
        needs: &[],
        grades: MEASURED,
        ungraded: false,
    },
    Shape {
        kind: "clock.observed",
        subject: None,
        facts: &["offset_us", "source"],
        private: &[],
        needs: &[],
        grades: MEASURED,
        ungraded: true,
    },
    Shape {
        kind: "probing.granted",
        subject: Some(("organisation", Some("organisation"))),
        facts: &["organisation", "grants"],
        private: &[],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "segment.sealed",
        subject: None,
        facts: &["sha256", "bytes", "from", "to", "series"],
        private: &[],
        needs: &[],
        grades: MEASURED,
        ungraded: true,
    },
    Shape {
        kind: "dispute.opened",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "figure", "reply_due"],
        private: &["claim", "document"],
        needs: &["claim"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "dispute.answered",
        subject: OBLIGATION,
        facts: &["obligation", "organisation"],
        private: &["text", "document"],
        needs: &["text"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "dispute.decided",
        subject: OBLIGATION,
        facts: &["obligation", "organisation", "ruling"],
        private: &["reason", "document"],
        needs: &["reason"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "report.drafted",
        subject: Some(("campaign", Some("campaign"))),
        facts: DRAFTED,
        private: &["document"],
        needs: &["document"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "report.attested",
        subject: Some(("campaign", Some("campaign"))),
        facts: ATTESTED,
        private: &["signer", "note", "position", "own_position"],
        needs: &["signer"],
        grades: &[Grade::Attested],
        ungraded: false,
    },
    Shape {
        kind: "duty.logged",
        subject: Some(("organisation", None)),
        facts: &["what", "concerns", "obligation", "target", "corrects"],
        private: &["text", "caller", "number"],
        needs: &["text"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "disclosure.erased",
        subject: None,
        facts: &["entry", "fields"],
        private: &["reason"],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "account.changed",
        subject: Some(("account", Some("account"))),
        facts: &["account", "change", "role", "role_before", "recovery", "asked_by"],
        private: &["reason"],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "key.changed",
        subject: Some(("key", Some("key"))),
        facts: &["key", "change", "actions", "obligations", "targets", "until"],
        private: &["name"],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "delegation.changed",
        subject: Some(("delegation", Some("delegation"))),
        facts: &["delegation", "account", "change", "signed_as", "from", "until", "actions", "organisations"],
        private: &["position", "own_position", "basis", "document"],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "access.opened",
        subject: Some(("opening", Some("opening"))),
        facts: &["opening", "account", "by", "organisation", "actions", "until"],
        private: &["reason"],
        needs: &["reason"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "rollback.accepted",
        subject: Some(("organisation", None)),
        facts: &["forked", "found_size", "found_root", "kept_size", "kept_root", "checkpoint"],
        private: &["reason"],
        needs: &["reason"],
        grades: &[],
        ungraded: true,
    },
    Shape {
        kind: "access.closed",
        subject: Some(("opening", Some("opening"))),
        facts: &["opening", "account", "by", "organisation"],
        private: &[],
        needs: &[],
        grades: &[],
        ungraded: true,
    },
];

/// The facts of one target's line in a summary.
pub const SUMMARY_LINE: &[&str] = &[
    "target",
    "sent",
    "ok",
    "lost",
    "own_late",
    "excluded",
    "rtt_us_p50",
    "rtt_us_p95",
    "rtt_us_max",
    "loss_ppm",
    "gap_s",
    "not_after",
    "status",
];

/// The shape of a kind.
pub fn find_shape(kind: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.kind == kind)
}

/// Every kind this version writes.
pub fn known_kinds() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|shape| shape.kind)
}

/// Whether this version knows the kind.
pub fn is_known_kind(kind: &str) -> bool {
    find_shape(kind).is_some()
}

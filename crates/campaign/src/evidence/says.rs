//! Every sentence that can be said of a draft that may not enter a journal.

crate::sentences! {
    // Fields of any kind of entry.
    unknown_kind(kind, known) = "{kind} is not known here; known are {known}";
    unknown_field() = "is not known here";
    not_text() = "is not text";
    not_slug() = "is not a slug (a-z, 0-9 and '-')";
    not_time() = "is not a time as YYYY-MM-DDTHH:MM:SS.mmmZ";
    not_digest() = "is not a SHA-256 as 64 lower-case hex digits";
    not_blob() = "is not the SHA-256 of a blob as 64 lower-case hex digits";
    not_entry_id() = "is not an entry id";
    none_of(words) = "is none of: {words}";
    not_flag() = "is not true or false";
    not_integer() = "is not an integer";
    not_count() = "is not between 0 and 4294967295";
    negative() = "is negative";
    zero() = "is 0";
    not_list() = "is not a list";
    not_map() = "is not a map";
    not_texts() = "is not a list of texts";
    not_log() = "is not the name of a log";
    target_twice(target) = "names target {target} twice";
    too_long(limit) = "is longer than {limit} characters";
    no_words() = "is empty";
    hidden_letter(letter) = "holds {letter}, which a reader does not see";
    not_subject(subject) = "is not {subject}";
    grade_of(kind, grades) = "of {kind} is one of: {grades}";

    // Times.
    still_to_come() = "is still to come";
    long_before() = "is more than a year before every campaign in force";
    long_after() = "is more than a year after every campaign in force";
    not_after_held() = "is not after held.from";
    reply_too_late() = "is not within a year after held.from";
    not_one_moment() = "is not one moment";
    no_period() = "is not a period [from, to) of at most 49 days";
    gap_too_long() = "is longer than the period";
    sent_too_few() = "is less than ok and lost together";

    // Against the campaigns in force.
    in_no_campaign(organisation) = "{organisation} is in no campaign in force";
    no_campaign(campaign) = "{campaign} is no campaign in force";
    no_organisation_of(campaign) = "is no organisation of {campaign}";
    no_obligation_of(obligation, organisation) = "{obligation} is no obligation of {organisation} in a campaign in force";
    no_target_of(target, organisation) = "{target} is no target of {organisation} in a campaign in force";
    no_check_reads(obligation, kind) = "no check of {obligation} reads {kind}";
    no_plan_of(plans) = "is none of the plans asked for: {plans}";
    no_figure_of(figure, obligation, known) = "{figure} is no figure of {obligation}; it has {known}";
    no_figures(obligation) = "{obligation} has no figures: its checks give none";
    no_item_of(item, obligation) = "{item} is not in the checklist of {obligation}";
    no_shift_of(shifts) = "is none of the shifts: {shifts}";
    other_briefing() = "is not the digest of the briefing in force";
    answered_twice(item) = "{item} is answered twice";
    photos_differ(said, carried) = "says {said}, but {carried} photographs are named";

    // Who may say it.
    only_regulator_waives() = "only the regulator waives an obligation";
    only_regulator_speaks() = "only the regulator speaks of another organisation";
    waiver_for_whom() = "is missing: a waiver names whom it is for";
    position_of_whom() = "stands where it is signed for another, and nowhere else";
    given_to_nobody() = "is missing: it is given to a unit or to a person";
    person_of_account() = "stands where an account is named, and nowhere else";
    not_one_given() = "names not one entry: what was given is taken back by its id";
    only_when_given() = "is for what is given";
    no_unit_of(unit, owner) = "{unit} is no unit of {owner} in a campaign in force";
    own_plan() = "nobody approves their own plan";
    same_state() = "is the same as facts.from";

    // What it answers.
    answers_none() = "is empty: it must name the entries it is about";
    not_one_draft() = "names not one entry: one draft is signed at a time";
    not_one_entry() = "names not one entry: a correction takes the place of one";
    other_document() = "is not the digest in facts.report";
    corrects_nothing() = "is missing: a correction withdraws, or says which facts change";
    anothers(entry) = "{entry} stands in another's log: its writer or the regulator corrects it";
    measured_stays(entry) = "{entry} is a measurement: a measurement or the regulator corrects it; explain it instead";
    not_about(entry) = "is not whom {entry} is about";
    not_obligation_of(entry) = "is not the obligation of {entry}";
    restates_measurement() = "restates a measurement, which is withdrawn or stays as it is";
    says_already(entry) = "says what {entry} says already";
}

/// What campaign files say of such a field too.
pub use crate::file::says::{empty, missing};

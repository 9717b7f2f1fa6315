//! Every sentence that can be said of a request, where neither the campaign nor the store says it.

campaign::sentences! {
    not_your_password() = "is not your password";
    password_short(least) = "has fewer than {least} characters";
    password_long(limit) = "is longer than {limit} bytes";
    password_commonplace() = "is one of those that are tried first";
    invitation_bad() = "is unknown, used or too old";
    code_bad() = "does not count: wrong, too old, or used before";
    no_file_name(limit) = "is no plain file name of at most {limit} characters";
    too_many_letters(limit) = "more than {limit}";
    file_or_form() = "stands beside `file`: send one of them";
    other_draft_document() = "is not the document of this draft";
    other_draft_counts() = "are not the numbers of this draft";
    no_role() = "is not a role";
    by_machines_only() = "is recorded by machines, not by hand";
    grade_of_program(grade) = "what a program records of this kind is {grade}";
    person_not_measured() = "what a person records is not measured";
    own_countersign() = "takes a second party: nobody countersigns their own word";
    id_not_a_client_s() = "is no UUID of version 7: ids of version 8 are made by the node alone";
    measured_here(target) = "this node measures {target} by itself: no program states it";
    by_node_alone() = "is stated by the node alone, of its own clock and files";
    range_too_long() = "is not before `to`, or more than 120 days before it";
    row_conflict() = "this obligation, organisation and moment stand on record with another content, by another account or under another campaign; correct that entry instead";
    row_repeats(line) = "is the inspection of line {line}: same obligation, organisation and moment";
    row_denied() = "your role does not allow this";
    row_unknown() = "is not known";
    time_no_zone(value) = "\"{value}\" names no zone; write it with one, as 2027-02-06T00:00:00+07:00";
    time_unread(value) = "\"{value}\" is not a time; write it as 2027-02-06T00:00:00+07:00";
    time_out_of_range() = "the time lies outside the years 1 to 9999";
    not_a_slug(value) = "\"{value}\" is not a slug: 1 to 64 of a-z, 0-9 and '-'";
    owes_nothing(organisation, campaign) = "nothing to report on: {organisation} has no obligation in campaign {campaign}";
    nobody_owes(campaign) = "nothing to report on: the organisations seen here have no obligation in campaign {campaign}";
    report_kinds() = "is none of docx, pdf, xlsx, txt and png";
    report_no_picture() = "the report is too long for a picture: take it as pdf or docx, or for one organisation";
    report_too_long() = "the report is too long for this document: take it as docx or xlsx, or for one organisation";
    report_of_future(at, now) = "{at} is still to come: it is {now} now, and a report says how things stand or stood";

    // Why the storage gave no answer.
    storage_busy() = "it is busy; try again";
    storage_closed() = "the node is stopping; try again when it is back";
    storage_damaged() = "it is damaged; whoever runs the node finds where in its log";
    storage_unreachable() = "its database does not answer; try again in a moment";
    storage_full() = "its disk is full; whoever runs the node has to make room";
    storage_failed() = "whoever runs the node finds the cause in its log";
    nul_character() = "holds a NUL character";
    body_not_json(cause) = "the body is no JSON: {cause}";
    body_unfit(cause) = "the body is not what is asked for here: {cause}";
    body_unread() = "the body did not arrive whole";
    query_unfit(cause) = "the question behind the ? is not what is asked for here: {cause}";
    query_unknown(name) = "\"{name}\" is no parameter that this address takes";
    query_twice(name) = "\"{name}\" is given twice";
    no_key_text(limit) = "is no text of 1 to {limit} ASCII characters";
}

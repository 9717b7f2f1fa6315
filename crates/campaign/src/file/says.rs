//! Every sentence that can be said of a campaign file, and every advice given with one.

crate::sentences! {
    // The file as a whole.
    file_too_large(bytes, limit) = "the file is {bytes} bytes, more than {limit}";
    not_toml(message) = "{message}";
    toml_form() = "the file must be TOML 1.0; strings stand in quotes";

    // Keys.
    unknown_key() = "is no key of this table";
    did_you_mean(near) = "did you mean {near}?";
    known_keys(keys) = "known here are {keys}";
    missing() = "is missing";
    write_key(example, of, meaning) = "write {example}: {meaning}";
    write(example) = "write {example}";

    // Values of another kind than the key holds.
    no_value(found_type) = "is {found_type}, not a value";
    no_table(found_type) = "is {found_type}, not a table";
    no_tables(found_type) = "is {found_type}, not a list of tables";
    some_no_tables(count) = "has {count} elements that are no tables";
    no_slugs(found_type) = "is {found_type}, not a list of slugs";
    no_slug_kind(found_type) = "is {found_type}, not a slug";
    no_flag(found_type) = "is {found_type}, not true or false";
    no_integer(found_type) = "is {found_type}, not an integer";
    no_text(found_type) = "is {found_type}, not text in quotes";
    no_moment_kind(found_type) = "is {found_type}, not a moment";
    no_day_kind(found_type) = "is {found_type}, not a day";

    // Values that do not fit.
    blank() = "is blank";
    empty() = "is empty";
    name_one() = "name at least one, or leave the key out";
    stands_twice(name) = "{name} stands twice";
    first_in_line(line) = "it is first in line {line}";
    no_slug(value) = "\"{value}\" is not a slug";
    slug_form() = "use 1 to 64 of a-z, 0-9 and '-'";
    slug_form_as(spelt) = "use 1 to 64 of a-z, 0-9 and '-', as {spelt}";
    unread_version(version) = "{version} is a version this program does not read";
    not_between(value, least, most) = "{value} is not between {least} and {most}";
    not_known(value) = "\"{value}\" is not known here";
    known_words(words) = "known are {words}";
    near_of_known(near, words) = "did you mean {near}? known are {words}";
    no_digest(value) = "\"{value}\" is not a SHA-256";
    digest_form() = "64 lower-case hex digits, as sha256sum prints them";
    no_zone(value) = "\"{value}\" is not a time zone";
    other_zone() = "is not the zone that campaigns are reckoned in, +07:00";
    no_stretch(from, to) = "[{from}, {to}] is no stretch of text";
    no_two_integers() = "is not two integers";
    span_form() = "write [from, to] in characters of the letter, from less than to";

    // Moments and days.
    no_day(value) = "\"{value}\" is not a day";
    no_moment(value) = "\"{value}\" is not a time";
    moment_form() = "write 2027-01-25T00:00:00+07:00, or \"lunar:2027-01-01T00:00\"";
    no_zone_named(value) = "\"{value}\" names no zone";
    name_zone(zoned) = "name the zone: write {zoned}+07:00";
    moment_out_of_range() = "the time lies outside the years 1 to 9999";
    no_lunar_year(value) = "{value} is not a day of the lunar calendar: the year lies outside 1 to 9999";
    no_lunar_month(value) = "{value} is not a day of the lunar calendar: a month is 1 to 12";
    no_lunar_day(value) = "{value} is not a day of the lunar calendar: a day is 1 to 30";
    no_leap_month(value) = "{value} is not a day of the lunar calendar: the year has no such leap month";
    short_lunar_month(value) = "{value} is not a day of the lunar calendar: the month has 29 days";
    lunar_form() = "write \"lunar:2027-01-01T00:00\" for mùng 1 tháng Giêng; a leap month is \"lunar:2025-06+-01T00:00\"";
    not_after(end, begin_key, begin) = "{end} is not after {begin_key}, {begin}";
    runs_forwards() = "a period runs forwards: [from, to)";
    overlaps(other) = "overlaps {other}";
    begin_when_ends(other) = "let it begin when {other} ends, or end when that begins";
    outside_campaign() = "lies outside the campaign";
    campaign_lasts(from, to) = "the campaign is {from} to {to}";
    due_after_end(due, to, check) = "{due} is after the campaign's end, {to}, until which alone {check} is measured";
    due_within(check) = "let the campaign last until then, leave due out, or give the {check} check an obligation of its own";
    due_before_letter(due, letter) = "{due} is before the earliest letter was issued, {letter}";
    due_long_before(due, from) = "{due} is more than a year before the campaign begins, {from}";
    look_at_years() = "look at the year of due, of the letter's issued, and of the campaign";
    without_due() = "stands without due";
    say_due() = "say by when";

    // Letters in a text that do not show what it says.
    has_line_end(at, letter) = "character {at} is {letter}, a line end or a tab, which this text may not have";
    has_traceless(at, letter) = "character {at} is {letter}, which leaves no trace on the page";
    has_turning(at, letter) = "character {at} is {letter}, which changes the order in which the text is read";
    has_control(at, letter) = "character {at} is {letter}, a control character";
    leave_out() = "leave it out";
    leave_out_or_quote() = "leave it out, or quote a stretch without it";
    write_on_one_line() = "write it on one line, with spaces";

    // Organisations.
    no_regulator() = "none is a regulator";
    add_regulator() = "add the authority that issues it: [[organisation]] with kind = \"regulator\" and no parent";
    no_top_regulator() = "no regulator stands at the top, so nobody can issue the campaign";
    leave_out_parent() = "leave out parent of the regulator that issues the campaign";
    without_valid_to() = "stands without valid_to";
    say_valid_to() = "say with valid_to when the successor took over";
    circle(path) = "runs in a circle: {path}";
    leave_out_topmost(key) = "leave out {key} of the topmost of them";
    ceased_before(organisation) = "{organisation} ceased before the campaign begins";
    successor_is(successor) = "its successor is {successor}";
    begins_after(organisation) = "{organisation} begins after the campaign has ended";

    // Names that nobody declares.
    no_such(what, name) = "there is no {what} {name}";
    declare(what, name) = "declare it with [[{what}]] and id = \"{name}\"";
    known_names(names) = "known are {names}";

    // Targets.
    no_address(address, kind) = "\"{address}\" is no address for {kind}";
    host_form() = "write a host, as 192.0.2.1";
    host_port_form() = "write host:port, as 192.0.2.1:443";
    url_form(url) = "write a URL, as {url}";
    say_query() = "a dns target says which name to ask for";
    only_for_dns() = "is only for dns targets";
    waits_too_long(timeout_ms, every_ms) = "a probe waits {timeout_ms} ms, longer than the {every_ms} ms to the next";
    timeout_within() = "let timeout_ms be at most every_s";
    no_ip_or_name(host) = "\"{host}\" is neither an IPv4 address nor a host name, whose last part is no number";
    ip_or_name_form() = "write four numbers up to 255, as 192.0.2.1, or the host's name";
    not_owned(target, owner) = "{target} belongs to {owner}, for which no owner answers";
    name_owner() = "name an owner of the obligation, or a unit of one, as the target's owner";

    // Checks.
    same_check_twice(check) = "asks for the same {check} twice";
    first_in_line_change(line) = "it is first in line {line}; leave one out, or change what it takes";
    not_for_check(check) = "is not for {check} checks";
    check_takes(check, keys) = "{check} takes {keys}";
    check_takes_grade(check) = "{check} takes only min_grade";
    needed_by(check) = "is missing: {check} checks need it";
    check_means(of, meaning) = "{meaning}";
    grade_too_high(check, best) = "{check} evidence is {best} at best, so this could never be proved";
    measured_only(check) = "{check} is proved by measurements only";
    leave_out_for(grade) = "leave it out for {grade}";
    no_threshold(check, name) = "{check} checks know no threshold {name}";
    other_unit(name, unit, found) = "{name} is in {unit}, not {found}";
    write_unit(unit) = "write unit = \"{unit}\", and the value in it";
    bad_side(sign, name) = "\"{sign}\" would allow the bad side of {name}";
    write_sign(sign) = "write \"{sign}\"";
    write_sign_of(sign, other) = "write \"{sign}\" or \"{other}\"";
    not_between_in(value, least, most, unit) = "{value} is not between {least} and {most} {unit}";

    // Files beside this one.
    leads_out() = "leads out of the folder of this file";
    put_beside() = "put the file beside this one and write its name, without .. or a leading /";
    secret_letter() = "bears a secrecy mark and this node is not isolated: nothing of it was kept";
    only_isolated() = "only an isolated node takes it; nothing else of this file is told";
    letter_empty() = "is no letter: the file is empty";
    letter_too_large(limit) = "is no letter: it has more than {limit} bytes, the most a letter has";
    letter_not_utf8(at) = "is no letter: the file is not UTF-8 text: byte {at} begins no character";
    letter_binary(at) = "is no letter: the file is binary: byte {at} is a control character";
    letter_too_long(limit) = "is no letter: its text is longer than {limit} bytes, the most a letter has";
    letter_scanned(pages) = "is no letter: {pages} of its pages are pictures without text; take the document itself as .docx or pdf, or paste its words";
    letter_other_kind() = "is no letter: it is no text, .docx or pdf";
    letter_form() = "a letter is text in UTF-8, a .docx or a pdf with text: put one beside this file";
    letter_absent() = "is not among the letters sent with the file";
    add_letter() = "add the letter";
    leads_out_by_link() = "put the letter itself beside this file, not a link to another folder";
    other_digest(known, found) = "{known} is not the SHA-256 of the letter, {found}";
    put_back_letter() = "the letter was changed or is another one: put back the one this file was drawn from, or check every quote and write its digest";
    read_otherwise() = "the letter is the same file, and this program reads another text of it: check every quote and write the digest of its text";
    quote_differs(from, to, there) = "[{from}, {to}) of the letter is \"{there}\", not the quote";
    quote_outside(from, to, length) = "[{from}, {to}) lies outside the letter, which has {length} characters";
    quote_nowhere(from, to) = "no letter has the quote at [{from}, {to})";
    quote_stands(from, to) = "the quote stands at [{from}, {to}]";
    quote_missing() = "the quote stands nowhere in the letter: write it word for word, line ends included";
}

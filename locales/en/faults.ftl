# Faults of files, sheets and what was sent. The key is "fault-" and the code; the field stands before it, so it begins small.

# Campaign files: the file as a whole.
fault-file_too_large = the file is { $bytes } bytes, more than { $limit }
fault-not_toml = { $message }
fault-toml_form = the file must be TOML 1.0; strings stand in quotes

# Keys.
fault-unknown_key = is no key of this table
fault-did_you_mean = did you mean { $near }?
fault-known_keys = known here are { $keys }
fault-missing = is missing
fault-write_key = write { $example }: { $meaning }
fault-write = write { $example }

# Values of another kind.
fault-no_value = is { $found_type }, not a value
fault-no_table = is { $found_type }, not a table
fault-no_tables = is { $found_type }, not a list of tables
fault-some_no_tables = has { $count } elements that are no tables
fault-no_slugs = is { $found_type }, not a list of slugs
fault-no_slug_kind = is { $found_type }, not a slug
fault-no_flag = is { $found_type }, not true or false
fault-no_integer = is { $found_type }, not an integer
fault-no_text = is { $found_type }, not text in quotes
fault-no_moment_kind = is { $found_type }, not a moment
fault-no_day_kind = is { $found_type }, not a day

# Values that do not fit.
fault-blank = is blank
fault-empty = is empty
fault-name_one = name at least one, or leave the key out
fault-stands_twice = { $name } stands twice
fault-first_in_line = it is first in line { $line }
fault-no_slug = "{ $value }" is not a slug
fault-slug_form = use 1 to 64 of a-z, 0-9 and '-'
fault-slug_form_as = use 1 to 64 of a-z, 0-9 and '-', as { $spelt }
fault-unread_version = { $version } is a version this program does not read
fault-not_between = { $value } is not between { $least } and { $most }
fault-not_known = "{ $value }" is not known here
fault-known_words = known are { $words }
fault-near_of_known = did you mean { $near }? known are { $words }
fault-no_digest = "{ $value }" is not a SHA-256
fault-digest_form = 64 lower-case hex digits, as sha256sum prints them
fault-no_zone = "{ $value }" is not a time zone
fault-other_zone = is not the zone that campaigns are reckoned in, +07:00
fault-no_stretch = [{ $from }, { $to }] is no stretch of text
fault-no_two_integers = is not two integers
fault-span_form = write [from, to] in characters of the letter, from less than to

# Moments and days.
fault-no_day = "{ $value }" is not a day
fault-no_moment = "{ $value }" is not a time
fault-moment_form = write 2027-01-25T00:00:00+07:00, or "lunar:2027-01-01T00:00"
fault-no_zone_named = "{ $value }" names no zone
fault-name_zone = name the zone: write { $zoned }+07:00
fault-moment_out_of_range = the time lies outside the years 1 to 9999
fault-no_lunar_year = { $value } is not a day of the lunar calendar: the year lies outside 1 to 9999
fault-no_lunar_month = { $value } is not a day of the lunar calendar: a month is 1 to 12
fault-no_lunar_day = { $value } is not a day of the lunar calendar: a day is 1 to 30
fault-no_leap_month = { $value } is not a day of the lunar calendar: the year has no such leap month
fault-short_lunar_month = { $value } is not a day of the lunar calendar: the month has 29 days
fault-lunar_form = write "lunar:2027-01-01T00:00" for mùng 1 tháng Giêng; a leap month is "lunar:2025-06+-01T00:00"
fault-not_after = { $end } is not after { $begin_key }, { $begin }
fault-runs_forwards = a period runs forwards: [from, to)
fault-overlaps = overlaps { $other }
fault-begin_when_ends = let it begin when { $other } ends, or end when that begins
fault-outside_campaign = lies outside the campaign
fault-campaign_lasts = the campaign is { $from } to { $to }
fault-due_after_end = { $due } is after the campaign's end, { $to }, until which alone { $check } is measured
fault-due_within = let the campaign last until then, leave due out, or give the { $check } check an obligation of its own
fault-due_before_letter = { $due } is before the earliest letter was issued, { $letter }
fault-due_long_before = { $due } is more than a year before the campaign begins, { $from }
fault-look_at_years = look at the year of due, of the letter's issued, and of the campaign
fault-without_due = stands without due
fault-say_due = say by when

# Letters that make a text read other than it shows.
fault-has_line_end = character { $at } is { $letter }, a line end or a tab, which this text may not have
fault-has_traceless = character { $at } is { $letter }, which leaves no trace on the page
fault-has_turning = character { $at } is { $letter }, which changes the order in which the text is read
fault-has_control = character { $at } is { $letter }, a control character
fault-leave_out = leave it out
fault-leave_out_or_quote = leave it out, or quote a stretch without it
fault-write_on_one_line = write it on one line, with spaces

# Organisations.
fault-no_regulator = none is a regulator
fault-add_regulator = add the authority that issues it: [[organisation]] with kind = "regulator" and no parent
fault-no_top_regulator = no regulator stands at the top, so nobody can issue the campaign
fault-leave_out_parent = leave out parent of the regulator that issues the campaign
fault-without_valid_to = stands without valid_to
fault-say_valid_to = say with valid_to when the successor took over
fault-circle = runs in a circle: { $path }
fault-leave_out_topmost = leave out { $key } of the topmost of them
fault-ceased_before = { $organisation } ceased before the campaign begins
fault-successor_is = its successor is { $successor }
fault-begins_after = { $organisation } begins after the campaign has ended

# Names that nobody declares.
fault-no_such = there is no { $what } { $name }
fault-declare = declare it with [[{ $what }]] and id = "{ $name }"
fault-known_names = known are { $names }

# Targets.
fault-no_address = "{ $address }" is no address for { $kind }
fault-host_form = write a host, as 192.0.2.1
fault-host_port_form = write host:port, as 192.0.2.1:443
fault-url_form = write a URL, as { $url }
fault-say_query = a dns target says which name to ask for
fault-only_for_dns = is only for dns targets
fault-waits_too_long = a probe waits { $timeout_ms } ms, longer than the { $every_ms } ms to the next
fault-timeout_within = let timeout_ms be at most every_s
fault-no_ip_or_name = "{ $host }" is neither an IPv4 address nor a host name, whose last part is no number
fault-ip_or_name_form = write four numbers up to 255, as 192.0.2.1, or the host's name
fault-not_owned = { $target } belongs to { $owner }, for which no owner answers
fault-name_owner = name an owner of the obligation, or a unit of one, as the target's owner
fault-probe_scheme = no such kind of probe: "{ $found }"; there are icmp, tcp, dns, http, https, tls
fault-probe_no_url = a URL like tcp://host:port is needed
fault-probe_other_kind = scheme { $scheme } does not fit kind { $kind }
fault-probe_too_long = address is longer than { $limit } bytes
fault-probe_letter = address holds a character that is not visible ASCII
fault-probe_user_name = address holds a user name; credentials do not belong in a target
fault-probe_no_host = no host name or address: "{ $found }"
fault-probe_no_port = no port: "{ $found }"
fault-probe_no_path = kind { $kind } takes no path
fault-probe_no_question = no DNS question: "{ $found }"
fault-probe_every_bounds = the interval is not between 100 ms and a day
fault-probe_timeout_bounds = the timeout is not between 1 ms and a minute
fault-probe_timeout_over = the timeout is longer than the interval
fault-probe_fail_after_bounds = fail_after is not between 1 and 1,000
fault-probe_twice = is there twice
fault-probe_query_form = write a DNS name, and a record type if it is not A, as "tet.example AAAA"
fault-probe_address_form = write host, host:port or a URL in visible ASCII, without a user name
fault-probe_see_reference = let it be as the reference of campaign files says
fault-none_granted = target { $target } is not measured: { $address } is outside the granted ranges (none); grant its range to { $owner } under [measure.granted] of the node's configuration
fault-not_granted = target { $target } is not measured: { $address } is outside the granted ranges ({ $granted }); grant its range to { $owner } under [measure.granted] of the node's configuration

# Checks.
fault-same_check_twice = asks for the same { $check } twice
fault-first_in_line_change = it is first in line { $line }; leave one out, or change what it takes
fault-not_for_check = is not for { $check } checks
fault-check_takes = { $check } takes { $keys }
fault-check_takes_grade = { $check } takes only min_grade
fault-needed_by = is missing: { $check } checks need it
fault-check_means = { $meaning }
fault-grade_too_high = { $check } evidence is { $best } at best, so this could never be proved
fault-measured_only = { $check } is proved by measurements only
fault-leave_out_for = leave it out for { $grade }
fault-no_threshold = { $check } checks know no threshold { $name }
fault-other_unit = { $name } is in { $unit }, not { $found }
fault-write_unit = write unit = "{ $unit }", and the value in it
fault-bad_side = "{ $sign }" would allow the bad side of { $name }
fault-write_sign = write "{ $sign }"
fault-write_sign_of = write "{ $sign }" or "{ $other }"
fault-not_between_in = { $value } is not between { $least } and { $most } { $unit }

# Files beside the file.
fault-leads_out = leads out of the folder of this file
fault-put_beside = put the file beside this one and write its name, without .. or a leading /
fault-secret_letter = bears a secrecy mark and this node is not isolated: nothing of it was kept
fault-only_isolated = only an isolated node takes it; nothing else of this file is told
fault-leads_out_by_link = put the letter itself beside this file, not a link to another folder
fault-letter_empty = is no letter: the file is empty
fault-letter_too_large = is no letter: it has more than { $limit } bytes, the most a letter has
fault-letter_not_utf8 = is no letter: the file is not UTF-8 text: byte { $at } begins no character
fault-letter_binary = is no letter: the file is binary: byte { $at } is a control character
fault-letter_too_long = is no letter: its text is longer than { $limit } bytes, the most a letter has
fault-letter_scanned = is no letter: { $pages } of its pages are pictures without text; take the document itself as .docx or pdf, or paste its words
fault-letter_other_kind = is no letter: it is no text, .docx or pdf
fault-letter_form = a letter is text in UTF-8, a .docx or a pdf with text: put one beside this file
fault-letter_absent = is not among the letters sent with the file
fault-add_letter = add the letter
fault-other_digest = { $known } is not the SHA-256 of the letter, { $found }
fault-put_back_letter = the letter was changed or is another one: put back the one this file was drawn from, or check every quote and write its digest
fault-read_otherwise = the letter is the same file, and this program reads another text of it: check every quote and write the digest of its text
fault-quote_differs = [{ $from }, { $to }) of the letter is "{ $there }", not the quote
fault-quote_outside = [{ $from }, { $to }) lies outside the letter, which has { $length } characters
fault-quote_nowhere = no letter has the quote at [{ $from }, { $to })
fault-quote_stands = the quote stands at [{ $from }, { $to }]
fault-quote_missing = the quote stands nowhere in the letter: write it word for word, line ends included

# Entries: any field.
fault-unknown_kind = { $kind } is not known here; known are { $known }
fault-unknown_field = is not known here
fault-not_text = is not text
fault-not_slug = is not a slug (a-z, 0-9 and '-')
fault-not_time = is not a time as YYYY-MM-DDTHH:MM:SS.mmmZ
fault-not_digest = is not a SHA-256 as 64 lower-case hex digits
fault-not_blob = is not the SHA-256 of a blob as 64 lower-case hex digits
fault-not_entry_id = is not an entry id
fault-none_of = is none of: { $words }
fault-not_flag = is not true or false
fault-not_integer = is not an integer
fault-not_count = is not between 0 and 4294967295
fault-negative = is negative
fault-zero = is 0
fault-not_list = is not a list
fault-not_map = is not a map
fault-not_texts = is not a list of texts
fault-not_log = is not the name of a log
fault-target_twice = names target { $target } twice
fault-too_long = is longer than { $limit } characters
fault-no_words = is empty
fault-hidden_letter = holds { $letter }, which a reader does not see
fault-not_subject = is not { $subject }
fault-grade_of = of { $kind } is one of: { $grades }

# Times of entries.
fault-still_to_come = is still to come
fault-long_before = is more than a year before every campaign in force
fault-long_after = is more than a year after every campaign in force
fault-not_after_held = is not after held.from
fault-reply_too_late = is not within a year after held.from
fault-not_one_moment = is not one moment
fault-no_period = is not a period [from, to) of at most 49 days
fault-gap_too_long = is longer than the period
fault-sent_too_few = is less than ok and lost together

# Against the campaigns in force.
fault-in_no_campaign = { $organisation } is in no campaign in force
fault-no_campaign = { $campaign } is no campaign in force
fault-no_organisation_of = is no organisation of { $campaign }
fault-no_obligation_of = { $obligation } is no obligation of { $organisation } in a campaign in force
fault-no_target_of = { $target } is no target of { $organisation } in a campaign in force
fault-no_check_reads = no check of { $obligation } reads { $kind }
fault-no_figure_of = { $figure } is no figure of { $obligation }; it has { $known }
fault-no_figures = { $obligation } has no figures: its checks give none
fault-no_plan_of = is none of the plans asked for: { $plans }
fault-no_item_of = { $item } is not in the checklist of { $obligation }
fault-no_shift_of = is none of the shifts: { $shifts }
fault-other_briefing = is not the digest of the briefing in force
fault-answered_twice = { $item } is answered twice
fault-photos_differ = says { $said }, but { $carried } photographs are named

# Who may say it.
fault-only_regulator_waives = only the regulator waives an obligation
fault-only_regulator_speaks = only the regulator speaks of another organisation
fault-waiver_for_whom = is missing: a waiver names whom it is for
fault-position_of_whom = stands where it is signed for another, and nowhere else
fault-given_to_nobody = is missing: it is given to a unit or to a person
fault-person_of_account = stands where an account is named, and nowhere else
fault-not_one_given = names not one entry: what was given is taken back by its id
fault-only_when_given = is for what is given
fault-no_unit_of = { $unit } is no unit of { $owner } in a campaign in force
fault-own_plan = nobody approves their own plan
fault-same_state = is the same as facts.from

# What it answers.
fault-answers_none = is empty: it must name the entries it is about
fault-not_one_draft = names not one entry: one draft is signed at a time
fault-not_one_entry = names not one entry: a correction takes the place of one
fault-other_document = is not the digest in facts.report
fault-corrects_nothing = is missing: a correction withdraws, or says which facts change
fault-anothers = { $entry } stands in another's log: its writer or the regulator corrects it
fault-measured_stays = { $entry } is a measurement: a measurement or the regulator corrects it; explain it instead
fault-not_about = is not whom { $entry } is about
fault-not_obligation_of = is not the obligation of { $entry }
fault-restates_measurement = restates a measurement, which is withdrawn or stays as it is
fault-says_already = says what { $entry } says already

# What the store refuses.
fault-not_this_way = { $kind } is not recorded this way
fault-kind_unknown = { $kind } is not known here
fault-answers_too_many = names more than { $limit } entries
fault-document_not_uploaded = names no document that was handed in; upload it first
fault-file_not_utf8 = is not UTF-8 text
fault-issuer_no_regulator = { $organisation } is no regulator in this campaign
fault-not_a_name = is not a name
fault-no_duty_entry = { $entry } is no entry of this duty log
fault-not_heard = names no entry of your duty log in which this organisation was heard
fault-relay_answers_none = is empty: it must name the duty entry in which it was heard
fault-no_report_of_yours = { $entry } is no report your organisation drew up
fault-not_as_drafted = is not what the draft says
fault-not_disputed = is not what the dispute is about
fault-dispute_decided = names a dispute that is decided
fault-disputes_wait = would be one dispute too many: { $limit } of your organisation wait for a decision
fault-own_dispute = names a dispute you opened yourself: another decides it
fault-no_private_field = { $field } is no private field of the entry
fault-campaign_file_stays = a campaign file is not erased
fault-no_delegation = is of no delegation that holds for this
fault-not_of_this_key = is about nothing that this key names
fault-too_many_logs = the node has as many logs as it can hold

# Words and times that a person gives.
fault-not_words = is not 1 to { $limit } characters
fault-hidden_in_words = holds { $letter }, which a reader does not see
fault-not_reason = is empty or longer than { $limit } characters
fault-none_named = is empty
fault-not_minutes = is not 1 to { $limit }
fault-until_before_from = is not after its beginning
fault-until_past = is past
fault-until_far = is more than a year away
fault-not_within_year = is not within a year from now
fault-secret_words = the input bears a secrecy mark and this node is not isolated: nothing of it was kept
fault-too_large = larger than { $limit } bytes

# Files that cannot be looked at, so that nobody knows whether they are marked.
fault-file_damaged = the file is damaged or encrypted, so that nobody can see whether it is marked; save it anew without a password
fault-file_many_parts = the file has more than { $limit } parts; save it anew with fewer pictures
fault-file_unpacks_large = the file unpacks to more than { $limit } bytes; split it
fault-file_nested = the file holds files within files, deeper than { $limit }; hand the inner ones in by themselves
fault-file_old_office = the file is of an older office program or under a password; save it as .docx or .xlsx without one
fault-file_rtf = the file is .rtf, which is not looked into; save it as .docx
fault-file_sealed = the file holds a compressed file that is not looked into; hand in what is in it
fault-file_pdf = what this pdf says cannot be looked at (damaged, encrypted, too large, or its letters have no names); print it to a new pdf, or scan it
fault-file_pdf_files = the pdf carries other files or an XML form; hand those in by themselves, and print it to a new pdf

# Accounts, keys, delegations.
fault-login_taken = is taken
fault-login_of_another = may have nothing behind an @ but { $organisation }
fault-factor_is_on = is on; remove it first
fault-role_for_programs = is for programs, which are not invited
fault-role_of_regulator = is given in a regulator's organisation alone
fault-own_account = is your own account; another administrator does this
fault-last_administrator = is the last administrator of an organisation that none stands above
fault-recovery_asked = is an account for which a recovery is asked already
fault-recovery_own = was asked for by yourself; another administrator confirms it
fault-recovery_asker_gone = was asked for by somebody who does not manage the account any more
fault-recovery_new_hands = takes an administrator in whose own account nobody had a hand for { $hours } hours before it was asked for; yours was invited, raised, let in or recovered since
fault-recovery_asker_new = was asked for by an administrator in whose own account somebody had a hand within { $hours } hours before
fault-recovery_own_factor = is of an account with a second factor; who takes it away has had one of their own for { $hours } hours
fault-recovery_asker_factor = is of an account with a second factor, and was asked for by an administrator who has had none for { $hours } hours
fault-account_shut_out = is an account that is shut out
fault-account_waits = is an account that waits for its password; invite it again
fault-account_enrolled = is an account that has set its password
fault-key_revoked = is a key that is revoked
fault-never_machines = { $action } is never a machine's
fault-without_read_board = name what is read without read_board
fault-key_names_too_many = names more than { $limit }
fault-own_delegation = is your own: nobody delegates to themselves
fault-holder_shut_out = is shut out
fault-not_to_sign = { $action } for { $organisation } is nothing the account could be given to sign

# Requests.
fault-not_your_password = is not your password
fault-password_short = has fewer than { $least } characters
fault-password_long = is longer than { $limit } bytes
fault-password_commonplace = is one of those that are tried first
fault-invitation_bad = is unknown, used or too old
fault-code_bad = does not count: wrong, too old, or used before
fault-no_file_name = is no plain file name of at most { $limit } characters
fault-too_many_letters = more than { $limit }
fault-file_or_form = stands beside `file`: send one of them
fault-other_draft_document = is not the document of this draft
fault-other_draft_counts = are not the numbers of this draft
fault-no_role = is not a role
fault-by_machines_only = is recorded by machines, not by hand
fault-grade_of_program = what a program records of this kind is { $grade }
fault-person_not_measured = what a person records is not measured
fault-own_countersign = takes a second party: nobody countersigns their own word
fault-id_not_a_client_s = is no UUID of version 7: ids of version 8 are made by the node alone
fault-measured_here = this node measures { $target } by itself: no program states it
fault-by_node_alone = is stated by the node alone, of its own clock and files
fault-range_too_long = is not before `to`, or more than 120 days before it
fault-row_conflict = this obligation, organisation and moment stand on record with another content, by another account or under another campaign; correct that entry instead
fault-row_repeats = is the inspection of line { $line }: same obligation, organisation and moment
fault-row_denied = your role does not allow this
fault-row_unknown = is not known
fault-time_no_zone = "{ $value }" names no zone; write it with one, as 2027-02-06T00:00:00+07:00
fault-time_unread = "{ $value }" is not a time; write it as 2027-02-06T00:00:00+07:00
fault-time_out_of_range = the time lies outside the years 1 to 9999
fault-not_a_slug = "{ $value }" is not a slug: 1 to 64 of a-z, 0-9 and '-'
fault-owes_nothing = nothing to report on: { $organisation } has no obligation in campaign { $campaign }
fault-nobody_owes = nothing to report on: the organisations seen here have no obligation in campaign { $campaign }
fault-report_kinds = is none of docx, pdf, xlsx, txt and png
fault-report_no_picture = the report is too long for a picture: take it as pdf or docx, or for one organisation
fault-report_too_long = the report is too long for this document: take it as docx or xlsx, or for one organisation
fault-report_of_future = { $at } is still to come: it is { $now } now, and a report says how things stand or stood

# Why there is no answer.
fault-storage_busy = it is busy; try again
fault-storage_closed = the node is stopping; try again when it is back
fault-storage_damaged = it is damaged; whoever runs the node finds where in its log
fault-storage_unreachable = its database does not answer; try again in a moment
fault-storage_full = its disk is full; whoever runs the node has to make room
fault-storage_failed = whoever runs the node finds the cause in its log
fault-nul_character = holds a NUL character
fault-body_not_json = the body is no JSON: { $cause }
fault-body_unfit = the body is not what is asked for here: { $cause }
fault-body_unread = the body did not arrive whole
fault-query_unfit = the question behind the ? is not what is asked for here: { $cause }
fault-query_unknown = "{ $name }" is no parameter that this address takes
fault-query_twice = "{ $name }" is given twice
fault-no_key_text = is no text of 1 to { $limit } ASCII characters
fault-no_place_in_list = no such place in the list
fault-position_beyond = the position lies beyond the journal
fault-position_no_log = the position names a log that is not there
fault-question_long = the question has more than { $limit } characters
fault-size_beyond = the older size lies beyond the log
fault-directory_not_empty = the directory is not empty
fault-attachment_name = an attachment's name has characters it may not have

# Sheets as a whole.
fault-sheet_too_large = the sheet is larger than { $limit } bytes
fault-sheet_not_utf8 = is not UTF-8; save the sheet as "CSV UTF-8"
fault-sheet_empty = the sheet is empty
fault-sheet_named_empty = the sheet "{ $sheet }" is empty
fault-sheet_too_long = the sheet has more than { $limit } rows; split it
fault-sheet_unreadable = cannot be read as a table: { $why }
fault-under_no_column = { $cell } stands under no column of the first line
fault-too_many_columns = has more than { $limit } columns
fault-beyond_columns = { $cell } lies beyond { $limit } columns
fault-column_missing = has no column { $column }; the first line names { $known }, and the items
fault-column_twice = names column "{ $column }" twice
fault-column_unknown = column "{ $column }" is neither known nor the id of an item

# Rows and cells.
fault-cells_differ = has { $found } cells, not { $wanted }
fault-cell_error = shows an error of the spreadsheet
fault-cell_empty = is empty
fault-cell_no_slug = "{ $value }" is not a slug: 1 to 64 of a-z, 0-9 and '-'
fault-cell_no_zone = "{ $value }" names no zone; write it with one, as 2027-02-06T00:00:00+07:00
fault-cell_no_time = "{ $value }" is not a time; write it as 2027-02-06T00:00:00+07:00
fault-cell_time_out_of_range = the time lies outside the years 1 to 9999
fault-cell_too_long = is longer than { $limit } characters
fault-cell_none_of = is none of: { $words }
fault-answers_nothing = answers no item of the checklist

# Workbooks.
fault-book_too_large = the workbook is larger than { $limit } bytes
fault-book_no_sheet = the workbook has no such sheet; it has { $sheets }
fault-book_no_place = the workbook does not say where its sheet is
fault-book_damaged = the workbook is damaged: { $why }
fault-book_not_opened = is no workbook: the archive cannot be opened
fault-book_too_many_parts = the workbook has more than { $limit } parts
fault-book_not_unpacked = the workbook is damaged: { $part } cannot be unpacked
fault-book_unpacks_large = the workbook unpacks to more than { $limit } bytes
fault-book_incomplete = is no workbook of a spreadsheet: it has no { $part }
fault-book_too_many_sheets = the workbook has too many sheets
fault-book_too_many_texts = the workbook has more than { $limit } texts

# Kinds of TOML values.
toml-string = string
toml-integer = integer
toml-float = float
toml-boolean = boolean
toml-datetime = datetime
toml-array = array
toml-inline-table = inline table
toml-table = table
toml-array-of-tables = array of tables
toml-none = nothing

# What the keys that must be there mean, and checks and thresholds.
meaning-schema = version of this format
meaning-campaign = the campaign itself
meaning-campaign-id = short name, unique on the node
meaning-campaign-title = title shown to people
meaning-campaign-zone = the zone the campaign is reckoned in: Asia/Ho_Chi_Minh
meaning-campaign-from = first moment of the period
meaning-campaign-to = first moment after the period
meaning-directive-file = file name beside this file
meaning-directive-sha256 = SHA-256 of its text: of its bytes where it is text in UTF-8, else of what was read of it
meaning-directive-original_sha256 = SHA-256 of the .docx or pdf that its text was read of
meaning-phase-from = first moment
meaning-phase-to = first moment after it
meaning-critical-from = first moment
meaning-critical-to = first moment after it
meaning-freeze-from = first moment
meaning-freeze-to = first moment after it
meaning-organisation = organisations and their units
meaning-organisation-id = short name; also names its journal
meaning-organisation-kind = what it is
meaning-target-id = short name
meaning-target-owner = the organisation whose network it stands for
meaning-target-kind = how it is probed
meaning-target-address = icmp: host; tcp, dns, tls: host:port; http, https: URL
meaning-briefing-id = short name
meaning-briefing-sha256 = SHA-256 of its bytes
meaning-obligation = what the addressees must do
meaning-obligation-id = short name, unique on the node
meaning-obligation-quote = the words of the letter
meaning-obligation-owners = who owes it
meaning-obligation-check = how it is proved; the worst of them is the status
meaning-obligation-condition-quote = the words of the letter
meaning-obligation-check-kind = which check
meaning-obligation-check-thresholds-name = which figure it limits
meaning-obligation-check-thresholds-op = which side is allowed
meaning-obligation-check-thresholds-value = the limit
meaning-obligation-check-thresholds-unit = its unit
meaning-obligation-check-thresholds-source = the document it was taken from
meaning-obligation-check-thresholds-source_date = day of that document
meaning-obligation-check-checklist-item = short name
meaning-check-acknowledgement = the owner has taken note, by a named person
meaning-check-availability = targets answer, and downtime stays within the threshold
meaning-check-briefing = every shift named has read the briefing in its present form
meaning-check-inspection = a named signer found every item of the checklist in order
meaning-check-plan = a plan was filed, approved or exercised, as `requires` asks
meaning-check-quality = answers are fast enough, losses few enough, certificates valid long enough
meaning-check-report = the report asked for was handed in
meaning-threshold-availability_ppm = share of probes answered, over the whole campaign
meaning-threshold-outage_s = longest single outage
meaning-threshold-coverage_ppm = share of the time of which there are samples
meaning-threshold-rtt_us_p95 = 95th percentile of the answers within a summary period
meaning-threshold-loss_ppm = share of probes lost within a summary period
meaning-threshold-cert_days_left = whole days until the certificate runs out
meaning-threshold-over_ppm = share of the measured time that may lie in periods over a limit; 50000 where absent

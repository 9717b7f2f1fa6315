# The screens, after the Vietnamese.

## Frame
nav = Pages
nav-situation = Situation
nav-journal = Journal
nav-network = Network
nav-reports = Reports
nav-disclosed = What goes up
skip = Skip to content
sign-in = Sign in
sign-out = Sign out
login = Login
password = Password
door-line = Every obligation of a directive, proved by evidence.
door-promise = What has no evidence is never shown as proven; a person's word never looks like a measurement.
theme-light = Light
theme-dark = Dark
loading = Loading…
retry = Try again
cancel = Close
add = Add
note = Note
contact-lost = Contact lost since { $since }. The board below is what was known by then; reconnecting.
absent-title = No such page
absent-text = This address leads to no page.
role-regulator_desk = Regulator's duty desk
role-regulator_head = Head at the regulator
role-operator_manager = Organisation's manager
role-duty_officer = Duty officer
role-unit_staff = Staff of a unit
role-signer = Signer
role-auditor = Auditor
role-machine = Machine
role-administrator = Administrator

## When the answer is no
problem-network = The server cannot be reached.
problem-timeout = The server takes too long to answer.
problem-bad_credentials = Wrong login or password.
problem-throttled = Too many attempts; wait a moment.
problem-denied = Your role may not do this.
problem-not_found = Not there, or not within your scope.
problem-digest-differs = The file on the server differs from the one chosen; send it again.
problem-unnamed = This could not be done (status { $status }).

## Situation
masthead = Where in the campaign we are
until-giao-thua = Until Giao thừa (Lunar New Year's Eve midnight)
since-giao-thua = Since Giao thừa
now = Now
board-at = Board at
phase = Phase
phase-none = outside the phases
critical = Critical hours
critical-none = none left
until = until { $time }
from = from { $time }
since = since { $time }
ruler = The campaign as a ruler
weekday-0 = Sunday
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
counts = Obligations by status
filters = Filters
filter-text = Search obligations and reasons
filter-every-organisation = Every organisation
filter-every-sector = Every sector
filter-clear = Clear filters
sector = Sector
sector-telecom = Telecom
sector-post = Post
matrix = Obligations by organisation
matrix-none = No obligation matches.
show-more = Show more ({ $rest })
cell-not-owed = not owed by this organisation
reading-empty = Point at a cell, or reach it with the arrow keys, to read why.
next-change = turns by itself at { $time } unless something is heard
promised = taken on, being handled until { $time }
explained = { $count ->
    [one] 1 explanation
   *[other] { $count } explanations
  }
wall-open = Wallboard
wall-leave = Leave the wallboard
wall-wanting = Wants somebody
wall-more = and { $count } more
wall-calm = Nothing wants anybody.

## Looking back
past-open = See the board at a moment…
past-at = Board at (Viet Nam time, +07:00)
past-known = With what was known by
past-known-all = now (all that is recorded)
past-pin = Pin the present journal position
past-pin-at = position pinned at { $time }
past-ask = Show
past-leave = Back to now
past-change = Change the moment
banner-at = Board at { $time }
banner-now = Board as of now
banner-known = known by { $position }
banner-known-all = known by now
banner-not-live = Not updated live.
position = { $count } entries in { $logs } logs

## Obligation
obligation = Obligation
organisation = Organisation
directive = Directive
due = Due
due-short = due { $solar }
due-whole-period = throughout the campaign
modality = Demand
modality-must = must
modality-must_not = must not
condition = Unless
span = characters { $from }–{ $to }
owners = Owed by
findings = Findings
findings-none = No finding yet.
finding-version = Check version { $version }, campaign file
finding-rests = rests on
figure = Figure
figure-value = Value
figure-limit = Limit
figure-source = Source of the limit
targets = Targets
evidence = Evidence
evidence-none = No evidence yet.
entry-number = entry { $index }
held = Held
held-since = since { $from }, ongoing
recorded = Recorded
not-understood = this version does not understand this kind; it is never judged
digest-only = digest alone, the file stays with its owner
open-file = open file
days-count = { $count ->
    [one] 1 day
   *[other] { $count } days
  }

## Facts
fact-until = until
fact-plan = plan
fact-result = result
fact-photos = photographs
fact-shift = shift
fact-briefing = briefing
fact-report = report
fact-withdraws = withdraws
fact-fields = replaces
fact-target = target
fact-from = from
fact-to = to
fact-cause = cause
fact-detail = detail
fact-title = title
fact-period_s = period (s)
fact-offset_us = clock offset (µs)
fact-signer = signer
fact-photo = photograph
fact-note = note
fact-document = document
fact-reason = reason
fact-text = text
fact-file = file
word-true = yes
word-false = no
word-up = up
word-down = down
word-unknown = unknown
word-excluded = excluded
word-pass = pass
word-fail = fail
result-pass = Pass
result-fail = Fail
result-not_applicable = Not applicable
summary-line = { $target }: { $ok } of { $sent } answered, 95 % within { $p95 }, { $loss } lost
summary-own-late = our own probes late { $count } times
checklist-backup-power = Backup power
checklist-cooling = Cooling and ventilation
checklist-grounding = Grounding, lightning protection
checklist-fire-safety = Fire safety
checklist-transmission = Standby transmission
checklist-access-locks = Doors, locks, seals

## Forms
forms = Record evidence
sending = Recording…
receipt = Recorded: entry { $index }, at { $time }.
private-note = Names, photographs and words stay in the organisation's own store; the journal holds a commitment, and the content can be erased later.
form-acknowledge = Acknowledge
form-acknowledge-text = Confirms that the organisation has taken note of this obligation and assigned somebody.
form-acknowledge-send = Sign the acknowledgement
form-promise = Taken on, being handled
form-promise-until = Handled until (Viet Nam time)
form-promise-send = Record it as taken on
form-inspect = Inspect
form-inspect-send = Sign the inspection
inspect-asked = The campaign prescribes these items; answer every one.
inspect-usual = The campaign prescribes no items; choose those inspected, or add others.
inspect-add = Add an item
inspect-signer = Signer (full name)
inspect-photo = Photograph { $number } (JPEG or PNG, at most 10 MB)
form-plan = Plan
form-plan-send = Record the plan
plan-step = Step
plan-step-filed = file
plan-step-approved = approve
plan-step-tested = test
plan-name = Short name of the plan
plan-result = Result of the test
plan-document = Signed plan (PDF)
plan-document-more = Accompanying document (PDF, if any)
form-briefing = Briefing
form-briefing-send = Confirm that the shift has read it
briefing-digest = SHA-256 of the briefing
briefing-shift = Shift
form-report = Submit a report
form-report-send = Submit the report
report-file = Signed report (PDF)
form-explain = Explain
form-explain-text = Explanation
form-explain-about = About evidence
form-explain-send = Send the explanation
form-correct = Correct
form-correct-which = Evidence to correct
form-correct-how = How
form-correct-withdraw = withdraw it
form-correct-replace = replace one figure
form-correct-field = Figure
form-correct-value = Correct value
form-correct-send = Record the correction
form-waive = Waive
form-waive-until = Waived until (Viet Nam time; empty for good)
form-waive-reason = Reason for waiving
form-waive-send = Record the waiver
file-sending = Sending the file…
file-large = The file is larger than 10 MB.
file-stored = Stored, SHA-256:
exif-found = The photograph carries EXIF: taken at { $taken }; { $place ->
    [yes] with the place
   *[no] without a place
  }. It is kept unchanged in the organisation's own store.
exif-no-time = an unknown time
exif-none = The photograph carries no EXIF (time, place).

## Target
target = Target
target-state = State
target-up = Up
target-down = Down
target-unknown = Unknown
target-excluded = Excluded
target-last = Last probe
every = probed every { $seconds } s
certificate = Certificate valid for
certificate-until = expires { $time }
sent-lost = Sent / lost, in view
own-late-count = our own probes late { $count } times, not counted as lost
used-by = Used to prove
chart-span = Span of the chart
span-15 = 15 min
span-60 = 1 hour
span-360 = 6 hours
span-1440 = 1 day
span-10080 = 7 days
chart-p50 = median
chart-max = maximum
chart-lost = lost
chart-own-late = our own probe late
chart-gap = not measured (gap)
chart-summary = Sent { $sent }, lost { $lost }, our own late { $late }.
chart-point = sent { $sent }, lost { $lost }, own late { $late }

## Journal
journal-lead = One log an organisation, append-only: nothing can be altered without it showing. Open an entry and this page itself checks, in the browser, that it stands in the sealed log.
journal-choose = Choose a log.
journal-newer = { $count ->
    [one] 1 new entry
   *[other] { $count } new entries
  }
journal-older = Earlier entries
logs = Logs
log-size = { $size } entries
log-checkpoint = sealed { $time }
log-key = Verifier key of the log:
entry-index = No.
entry-title = Entry { $index }
entry-id = Id
entry-kind = Kind
entry-subject = Subject
entry-source = Source, actor
entry-answers = Answers
entry-bytes = The entry's bytes and the checkpoint
entry-unreadable = No entry can be read from these bytes.
entry-to-obligation = To the obligation
grade = Grade
facts = Facts
commitments = Commitments
commitments-none = none
leaf = Leaf
checkpoint = Signed checkpoint:
step-yes = Yes
step-no = No
step-entry = 1. The bytes are a canonical entry
step-leaf = 2. Leaf hash
step-path = 3. Path to the root
step-checkpoint = 4. Checkpoint
step-signature = 5. Ed25519 signature
verify-yes = In the journal
verify-no = Does not match
verify-yes-text = This browser has recomputed it all, from the entry's bytes to the signed root.
verify-no-text = These bytes are not what the journal has sealed.
verify-flip = Flip a byte and try again
verify-restore = Put it back
verify-flipped = One bit of byte { $at } was turned over.
verify-folds = { $count ->
    [one] 1 step
   *[other] { $count } steps
  }
verify-note = The key comes from this server; to be certain, compare it with one received another way.
verify-entry-canonical = { $bytes } bytes, canonical JSON (RFC 8785), all the fields of an entry and no others.
verify-entry-unreadable = Not an entry: { $fault }.
verify-entry-other-origin = The entry belongs to another log: { $origin }.
verify-leaf-equal = SHA-256(0x00 ‖ bytes) equals the leaf stated.
verify-leaf-differs = SHA-256(0x00 ‖ bytes) differs from the leaf stated.
verify-path-equal = Folding the leaf over { $count } nodes gives the root stated.
verify-path-differs = Folding the leaf over { $count } nodes gives another root.
verify-path-impossible = The path cannot belong to this index and size.
verify-checkpoint-equal = The computed root stands in the checkpoint of { $origin }, { $size } entries.
verify-checkpoint-differs = The computed root is not the checkpoint's.
verify-checkpoint-unreadable = The checkpoint cannot be read.
verify-checkpoint-other-origin = The checkpoint belongs to another log: { $origin }.
verify-checkpoint-other-size = The checkpoint states another size: { $size }.
verify-signature-valid = The signature of { $name } on the checkpoint is right ({ $engine }).
verify-signature-wrong = The signature of { $name } on the checkpoint is wrong ({ $engine }).
verify-signature-absent = The checkpoint bears no signature of this key.
verify-signature-bad-key = The verifier key is not valid.
verify-signature-other-key = The verifier key bears the name of another log.
verify-signature-unreadable = The checkpoint cannot be read.
engine-webcrypto = the browser's WebCrypto
engine-bundled = code bundled with the page
fold-left = sibling on the left
fold-right = sibling on the right
erase = Erase what is behind a commitment…
erase-text = Value, salt and file are destroyed; the entry stays in the journal and still verifies. This cannot be undone.
erase-fields = Fields to erase
erase-reason = Reason
erase-send = Erase for good
erase-done = Erased. The entry verifies as before.

## Reports
network-search = Find a target
network-state = State
network-every-state = Every state
network-target = Target
network-rtt = Median delay
network-lost = Lost / probed
network-count = { $shown } of { $all } targets
network-loading = Fetching the targets…
reports-lead = The report in the layout of an official document; number, sign and signature are left blank for the office and the signer.
reports-at = As of (Viet Nam time)
reports-at-empty = Empty: as of now.
reports-docx = Download .docx
reports-pdf = Download .pdf
reports-zip = Download with its evidence (.zip)
reports-making = Making it…
reports-done = Downloaded { $name }.
reports-note = Every figure in the report leads to an entry number in the journal. The whole package holds the .docx and the journals; unpacked, “thongsuot verify” checks it without this server.
upward-lead = { $above } can read the following of your organisation; the list is taken from the policy that is in force.
upward-nobody = Nobody is above. The organisations below let this level know the following.
upward-reads = The level above reads
upward-reads-below = This level reads
upward-adds = The level above may
upward-adds-below = This level may
upward-read_board = The status of each obligation
upward-read_obligation = Obligations and their quotes
upward-read_evidence = Evidence: figures, results, times
upward-read_journal = The journal and its signed heads
upward-read_target = Targets, their addresses and the chart of every probe
upward-read_report = Your reports
upward-read_disclosed = Names of signers, notes, explanations, documents and photographs handed in
upward-read_accounts = The list of accounts
upward-inspect = Inspect a second time
upward-approve_plan = Approve plans
upward-test_plan = Record the result of an exercise
upward-attach = Hand in documents with entries of its own
upward-waive = Waive an obligation
upward-correct = Withdraw a measurement, in its own journal
upward-erase = Erase personal data in the journals of units
upward-record_measurement = Record measurements
upward-manage_accounts = Make and close accounts
upward-never = Never in any form: the content of communication, call records, mail, subscriber numbers.
upward-entries = Latest entries, exactly as the level above reads them
upward-entries-note = What was erased is gone for the level above as well.
upward-more = Show earlier entries
form-goes-up = The level above reads all of this entry, names, notes and files included; see the page “What goes up”.

## What goes up

## Words of reasons, beside those of the vocabulary
cause-excluded = excluded

# The screens, after the Vietnamese.

## Frame
nav = Pages
nav-situation = Situation
nav-journal = Journal
nav-network = Network
nav-reports = Reports
nav-disclosed = What goes up
signing-open-page = Before signing: what is proven, what is only said, what has changed
sources-title = Sources
sheet-title = Inspections from a spreadsheet
signing = Before signing
skip = Skip to content
sign-in = Sign in
sign-out = Sign out
login = Login
password = Password
door-line = Every obligation of a directive, proved by evidence.
door-promise = What has no evidence is never shown as proven; a person's word never looks like a measurement.
theme-light = Light
theme-dark = Dark
writing = Sending to the server, waiting for its answer…
retry = Try again
page-not-come = This page has not come: the network is away, or the node was just upgraded.
cancel = Close
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
problem-too_many_streams = This account has as many live pages open as it may; close one.
problem-denied = Your role may not do this.
problem-not_found = Not there, or not within your scope.
problem-method_not_allowed = This address does not take this method.
problem-digest-differs = The file on the server differs from the one chosen; send it again.
problem-not_signed_in = Your session has ended; sign in again.
problem-unproven = The request does not prove to come from a source of this node.
problem-bundle_in_the_making = A bundle is being made for your organisation already; ask again when it is there.
problem-csrf = Your session has changed; load the page again and repeat.
problem-bad_request = The server does not understand this request.
problem-bad_field = Something does not fit:
problem-conflict = This id was used for other content.
problem-key_reused = The key of this request was used for another one.
problem-carried_out = This was done, and its answer was lost; look at what is there before sending it anew.
problem-being_carried_out = This request is still being carried out; try again in a moment.
problem-too_large = What was sent is larger than is taken.
problem-too_slow = What was sent came in too slowly; send it again on a better line.
problem-unsupported = This kind of content is not taken.
problem-unavailable = Not recorded: the storage of the node takes no writes. Nothing was lost; try again.
problem-unreadable = No answer: the storage of the node cannot be read.
problem-internal = The server failed to answer.
problem-unnamed = This could not be done (status { $status }).

## Account
nav-account = Account
sign-in-code = Code of your phone
sign-in-code-note = Six digits of the authenticator app, or a recovery code.
invitation = Take up an invitation
invitation-have = I have an invitation code
invitation-code = Invitation code
invitation-send = Set the password
invitation-accepted = The password is set; sign in.
account-new = New password
account-rule = At least 12 characters of any kind; no commonplace password and not your own name. A short sentence is good.
problem-code_required = The code of your phone is asked for.
problem-bad_code = The code does not count: wrong, too old, or used before.
account-fault-password = The present password is not right.
account-fault-new = The new password is too short, too long or too easy to guess.
account-fault-code = The code does not count: wrong, too old, or used before.

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
sector-information_security = Information security
sector-press = Press and broadcasting
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
modality-must = must
modality-must_not = must not
figure = Figure
targets = Targets
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
word-true = yes
word-false = no
word-up = up
word-down = down
word-unknown = unknown
word-excluded = excluded
word-pass = pass
word-fail = fail

## Forms
sending = Recording…
file-choose = Choose a file
file-choose-other = Choose another file
file-none = no file chosen

## Target
target = Target

## Journal
grade = Grade
facts = Facts
commitments = Commitments
leaf = Leaf
checkpoint = Signed checkpoint:

## Words of reasons, beside those of the vocabulary

kind-dispute_opened = Dispute opened
kind-dispute_answered = Dispute answered
kind-dispute_decided = Dispute decided
problem-under_dispute = This is under dispute; it can be erased once that is decided.
disputes = Disputes
disputes-open-page = Disputes about figures: open, answered, decided

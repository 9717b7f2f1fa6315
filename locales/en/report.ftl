# The report: an official BÁO CÁO in the layout of Decree 30/2020/NĐ-CP, in English.

report-nation = SOCIALIST REPUBLIC OF VIET NAM
report-motto = Independence - Freedom - Happiness
report-number = No.          /{ $sign }
report-place-date = { $place }, { $date }
report-to = To:
report-dots = ……………

report-directive-number = letter No. { $number }
report-directive-bare = the directive
report-directive-issued = of { $date }
report-directive-issuer = by { $issuer }
report-directive-subject = on { $subject }
report-directive-and = ;

report-part-asked = I. WHAT WAS ASKED
report-period = Period: from { $from } to { $to } (lunar: from { $from_lunar } to { $to_lunar }).
report-asked-count = Asked: { $obligations } obligations of { $organisations } organisations; each is followed with each of its owners, { $cells } pairs in all.
report-method = A status is computed from the journals of the organisations at the moment of the report. Evidence is graded: measured; countersigned (a second party confirms); attested (a named signer); asserted. Without evidence nothing is shown as proven.

report-part-summary = II. SUMMARY
report-summary-status = Status
report-summary-cells = Pairs
report-summary-share = Share
report-summary-total = Total
report-summary-by-status = By status:
report-summary-by-organisation = By organisation:
report-organisation = Organisation

report-part-obligations = III. EACH OBLIGATION
report-no-obligations = No obligation is in the scope of this report.
report-obligation = { $number }. { $title }
report-obligation-bare = Obligation { $number }
report-condition = Unless: “{ $quote }”.
report-due = Due: { $moment }.
report-due-strict = Due: before { $moment }.
report-due-none = Due: throughout the period.
report-must-not = This is something to refrain from.
report-column-organisation = Organisation
report-column-status = Status
report-column-grounds = Grounds, figures, evidence
report-grade = Grade: { $grade }
report-finding = { $check } ({ $status })
report-figure = { $name }: { $value }
report-figure-target = { $name } ({ $target }): { $value }
report-limit = limit { $sign } { $value }
report-limit-source = by { $source }
report-limit-source-dated = by { $source }, { $date }
report-evidence = Evidence: { $numbers }
report-evidence-none = Evidence: none.
report-promised = Taken up by the organisation, to be handled by { $moment }.
report-waived = Waived until { $moment }.
report-waived-open = Waived for good.
report-waived-by = Waived by: { $by }.
report-waived-by-person = Waived by: { $by }, recorded by { $person }.
report-waived-reason = Reason: { $reason }.
report-explanation = Explanation by { $by } ({ $moment }): “{ $text }”
report-explanation-person = Explanation by { $by }, recorded by { $person } ({ $moment }): “{ $text }”
report-explanation-bare = Explanation by { $by } ({ $moment }): { $text }

report-part-gaps = IV. UNPROVEN, OR WITHOUT SIGNAL
report-gaps-meaning = Nothing can be concluded about what follows: there is no evidence that it was done, and none that it was not.
report-gaps-unproven = Unproven ({ $count }):
report-gaps-no-signal = No signal: heard before, and silent now ({ $count }):
report-gaps-none = None.
report-gap = { $obligation }, { $organisation } – { $reason }.

report-recipients = Copies to:
report-recipient-same = As above
report-recipient-file = Archive
report-signatory = HEAD OF THE ORGANISATION

report-annex = Annex { $numeral }
report-annex-of = (To { $paper } No.          /{ $sign } of { $date } by { $body })
report-annex-seal = CHECKPOINTS, AND HOW TO CHECK THEM
report-seal-meaning = The report was computed from the journals below. A checkpoint gives the size (number of entries) and the root of a journal; adding, removing or changing any entry changes the root.
report-seal-log = Journal
report-seal-size = Entries
report-seal-root = Root (SHA-256)
report-seal-none = No checkpoint comes with this report.
report-campaign-digest = Campaign file “{ $id }”, SHA-256
report-directive-digest = Directive { $number }, SHA-256
report-key = Verifier key of { $origin }
report-digest-of = What
report-digest = Value
report-attested-title = Signatures under a draft:
report-attested = { $lines }: signed at { $time } the draft as of { $at }, SHA-256 { $report }.
report-verify-title = To check it without the server:
report-verify-1 = Take the bundle that comes with the report (a directory) and run: thongsuot verify DIR
report-verify-2 = The command hashes every entry, every attached file and the report itself again and compares them with the checkpoints; the first that does not fit is named. Where the key is known, add: --key VKEY.
report-verify-3 = An evidence number “journal#place (end of id)” means exactly one entry of the bundle; in brackets stand the last eight characters of its id. A number without a place belongs to a journal that does not come with this report.
report-verify-4 = Private content that was erased is shown as “(erased)”; erasing does not disturb the check.
report-annex-evidence = LIST OF EVIDENCE
report-list-number = Evidence number
report-list-kind = Kind
report-list-organisation = Organisation
report-list-held = Held
report-list-recorded = Recorded
report-list-grade = Grade
report-list-by-digest = { $count } documents by digest alone, kept by their owner
report-list-signed-for = signed as: { $lines }
report-list-signer = signed by { $signer }
report-list-ongoing = since { $from }
report-list-none = The report names no evidence.

due-strict = before { $moment }
due-by = { $moment }
due-throughout = throughout the campaign

## The annex of figures
workbook-title = Annex of figures: results of “{ $title }”
workbook-body = Reporting body
workbook-at = As of
workbook-campaign = Campaign file, SHA-256
workbook-note = Note
workbook-zone = Times in the tables are Vietnam's. Each number of evidence names exactly one entry of a log.
workbook-summary = Summary
workbook-obligations = Obligations
workbook-figures = Figures
workbook-evidence = Evidence
workbook-seals = Checkpoints
workbook-number = No.
workbook-obligation = Obligation
workbook-quote = Words of the directive
workbook-due = Due
workbook-reason = Why
workbook-late = Recorded late
workbook-promised = Handling promised until
workbook-waived = Waived
workbook-explanation = Explanation
workbook-check = Check
workbook-figure = Figure
workbook-target = Target
workbook-value = Value
workbook-unit = Unit
workbook-limit-sign = Limit
workbook-limit = Limit's value
workbook-source = Source of the limit
workbook-source-date = Dated
workbook-from = From
workbook-to = To
workbook-signer = Signer
workbook-by-digest = Documents by digest alone
workbook-id = Entry id
workbook-key = Verifier key

## The calendar
calendar-name = { $title }: deadlines and assignments
calendar-campaign = { $title }
calendar-phase = Phase: { $title }
calendar-critical = Critical hours: { $title }
calendar-freeze = Freeze window: { $title }
calendar-of-one = { $obligation } – { $organisation }
calendar-due = Due: { $what }
calendar-due-before = Due, to be done before this time: { $what }
calendar-owners = Owed by: { $owners }.
calendar-promised = Handling promised until: { $obligation } – { $organisation }
calendar-assigned = Assignment ends: { $obligation } – { $unit }
calendar-delegation = Delegation to sign ends ({ $form }) – { $organisation }
calendar-category-period = Campaign
calendar-category-deadline = Deadline
calendar-category-duty = Assignment

## Every paper: its kind, what it is about, how it begins and ends
paper-kind-results = REPORT
paper-kind-situation = SITUATION REPORT
paper-kind-upward = REPORT
paper-kind-plan = PLAN
paper-kind-assignment = NOTICE
paper-kind-minutes = MINUTES
paper-named-results = report
paper-named-situation = report
paper-named-upward = report
paper-named-minutes = minutes
paper-subject-results = Results of “{ $title }”
paper-subject-situation = How “{ $title }” stands as of { $moment }
paper-subject-upward = What all organisations have done for “{ $title }”
paper-subject-direction = Re: carrying out “{ $title }”
paper-subject-plan = Carrying out “{ $title }”
paper-subject-assignment = Who carries out “{ $title }”
paper-subject-minutes = Comparing the results of “{ $title }”
paper-lead = In carrying out { $directive },
paper-basis-results = { $body } reports the results of “{ $title }” as of { $moment }:
paper-basis-situation = { $body } reports how “{ $title }” stands as of { $moment }:
paper-basis-upward = { $body } reports what all organisations have done for “{ $title }” as of { $moment }:
paper-basis-direction = { $body } asks the organisations to carry out the following obligations of “{ $title }”:
paper-basis-plan = { $body } plans to carry out “{ $title }” as follows:
paper-basis-assignment = { $body } gives notice of who carries out “{ $title }”:
paper-basis-minutes = the parties named below have compared the results of “{ $title }” as of { $moment } by the journal of each organisation.
paper-end-results = This is the report on the results of “{ $title }”./.
paper-end-situation = This is the report on how “{ $title }” stands./.
paper-end-upward = This is the consolidated report on the results of “{ $title }”./.
paper-end-direction = All are asked to carry this out in earnest./.
paper-end-plan = This is the plan for “{ $title }”./.
paper-end-assignment = { $body } gives notice so that all concerned know and act./.
paper-end-minutes = The minutes were closed on the same day, read by all parties and signed./.
paper-extent = WHAT WAS ASKED
paper-gaps = WHAT HAS NO EVIDENCE OR NO SIGNAL
paper-periods = PERIODS AND CRITICAL HOURS
paper-phase = Phase “{ $title }”: from { $from } to { $to }.
paper-critical = Critical hours “{ $title }”: from { $from } to { $to }.
paper-freeze = Freeze window “{ $title }”: from { $from } to { $to }.
paper-obligation = Obligation { $number } (“{ $title }”)
paper-check = { $check } ({ $detail })

## The situation report
situation-standing = HOW IT STANDS
situation-phase = In the phase “{ $title }”, until { $to }.
situation-critical-now = In the critical hours “{ $title }”, until { $to }.
situation-critical-next = Next critical hours: “{ $title }”, from { $from } to { $to }.
situation-changes = WHAT CHANGED SINCE THE REPORT BEFORE
situation-first = There is no situation report before this one to compare with.
situation-since = Compared with the situation report as of { $moment }:
situation-unchanged = No status changed since the situation report as of { $moment }.
situation-turned = { $obligation }, { $organisation }: from { $before } to { $after }.
situation-absent = absent
situation-attention = WHAT WANTS SOMEBODY
situation-stands = { $status } ({ $count } pairs):
situation-line = { $called } – { $reason }. Grade: { $grade }.
situation-late = Some evidence was recorded late.
situation-gaps = WHAT HAS NO EVIDENCE
situation-duty = DUTY LOG
situation-duty-since = Since the report before, the duty log has { $count } entries; their words stand in the organisation's own log.
situation-duty-day = In the last 24 hours the duty log has { $count } entries; their words stand in the organisation's own log.
situation-duty-heard = heard
situation-duty-told = told
situation-duty-handover = handed over
situation-duty-note = note

## The consolidated report upward
upward-whole = SUMMARY
upward-order = By organisation; those with more that is failing, silent or without evidence come first:
upward-each = EACH ORGANISATION
upward-organisation = { $number }. { $name }
upward-settled = { $status }: obligations { $numbers }.
upward-remarks = REMARKS AND PROPOSALS

## The letter of direction
direction-everybody = All units
direction-tasks = OBLIGATIONS
direction-owners = Carried out by: { $owners }.
direction-given = { $owner } (given to { $unit })
direction-proof = Proved by: { $checks }.
direction-carrying-out = CARRYING OUT
direction-carrying-people = The head of each organisation names who carries out each obligation and answers for its being done in time.
direction-carrying-evidence = What was done is recorded in the organisation's journal; without evidence nothing is shown as proven.
direction-carrying-trouble = Difficulties and incidents are told to { $body } at once.

## The plan
plan-aim = AIM AND EXTENT
plan-aims = All obligations of “{ $title }” are carried out in time, each with evidence.
plan-measures = OBLIGATIONS AND MEASURES
plan-measure = Measures taken: { $dots }
plan-people = PEOPLE AND SHIFTS
plan-shifts = Shifts, who is on duty and their telephone: { $dots }
plan-reports = REPORTING
plan-report = Obligation { $number }, { $title }: due { $term }.
plan-reports-none = Reports are handed in as the issuing authority asks.

## The assignment
assignment-given = WHO CARRIES OUT WHAT
assignment-none = No obligation was given to a unit or a person yet.
assignment-holder = Unit and person
assignment-span = For how long
assignment-until = from { $from } to { $to }
assignment-open = GIVEN TO NOBODY YET
assignment-open-lead = These obligations were given to no unit or person:
assignment-open-line = Obligation { $number }, { $title } ({ $organisation }); due: { $term }.
assignment-duties = WHO ANSWERS FOR IT
assignment-duties-people = Whoever was given an obligation carries it out and records the evidence in time, and tells at once what is beyond them.
assignment-duties-owner = That it was given to somebody changes nothing of what { $body } answers for.

## Minutes of a comparison
record-parties = PRESENT
record-party = { $name }: { $dots } Position: { $dots }
record-found = WHAT WAS FOUND
record-said = REMARKS AND EXPLANATIONS
record-line = Obligation { $number }. { $said }
record-concluded = CONCLUSION
record-others = FOR THE ORGANISATIONS

## Minutes of a dispute
minutes-subject = Dispute about figures of { $organisation }
minutes-number = No. …/BB-{ $sign }
minutes-about = A dispute about figures of { $organisation }, obligation “{ $obligation }”, of “{ $title }”.
minutes-claim = I. THE CLAIM
minutes-figure = The figure disputed: { $figure }.
minutes-disputed = The entries disputed: { $entries }.
minutes-answers = II. ANSWERS
minutes-due = Answer due: { $time }.
minutes-unanswered = No answer yet.
minutes-decision = III. DECISION
minutes-upheld = Ruling: the claim is right.
minutes-partly = Ruling: the claim is right in part.
minutes-rejected = Ruling: the figure stands.
minutes-undecided = Not decided as of { $time }; what is under dispute is kept.
minutes-said = { $by }, { $time }: “{ $text }” (entry { $entry }).
minutes-withheld = (not shown)

# Before signing.

kind-report_drafted = Report drawn up
kind-report_attested = Report signed
upward-draft_report = Draw up a report
upward-attest_report = Sign a report

signing-lead = What the report will say, so that a signer knows what their name stands for.
signing-at = As of { $time }.
signing-again = Compute again
signing-asserted_only = Asserted only
signing-late = Rests on evidence written down late
signing-well = Nothing wants another look.
signing-cut = The list is too long; only its beginning is shown.

signing-changes = Changed since the last draft
signing-no-draft = There is no draft to compare with.
signing-against = Against the draft as of { $time }, drawn up by { $by }.
signing-unchanged = No status has changed.
signing-absent = not there
signing-then = became
signing-numbers = { $count } with other numbers than before

signing-left = Not counted, and by whom
signing-left-none = Nothing was left out.
signing-left-what = What is not counted
signing-left-when = When
signing-left-by = Who, and why
signing-left-probes_excluded = Probes left out
signing-left-probes_own_late = Probes late by the measuring node
signing-left-target_excluded = Not measured on purpose
signing-left-withdrawn = Measurement withdrawn
signing-left-waived = Obligation waived

signing-disputes = Disputes not decided

signing-drafts = Drafts and signatures
signing-draft = Draw up a draft
signing-drafted = Draft as of { $time }
signing-none = No draft yet.
signing-open = Download the draft (.docx)
signing-signed = { $name } signed at { $time }.
signing-sign = Sign the draft as of { $time }
signing-stale = The board has changed since this draft; better draw up a new one and sign that.
signing-signs-as = You sign as:
signing-name = Signer
signing-sure = I have read the draft and stand by its figures.
signing-send = Sign
signing-what = The journal records the digest of the document, where the journals stood, and the numbers shown; the signer's name enters as a commitment.

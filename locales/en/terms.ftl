# The vocabulary: one word per idea, for screens, command line and documents alike.

status-proven = Proven
status-at_risk = At risk
status-failing = Failing
status-unproven = Unproven
status-no_signal = No signal
status-not_due = Not due
status-waived = Waived

grade-measured = measured
grade-countersigned = countersigned
grade-attested = attested
grade-asserted = asserted
grade-none = none yet

check-acknowledgement = Acknowledgement
check-inspection = Inspection
check-plan = Plan
check-availability = Availability
check-quality = Quality
check-briefing = Briefing
check-report = Report

kind-campaign_issued = Campaign issued
kind-acknowledgement_given = Acknowledgement
kind-inspection_signed = Signed inspection
kind-plan_filed = Plan filed
kind-plan_approved = Plan approved
kind-plan_tested = Plan tested
kind-briefing_read = Briefing read
kind-report_submitted = Report submitted
kind-obligation_waived = Obligation waived
kind-obligation_assigned = Obligation given
kind-handling_promised = Handling promised
kind-evidence_corrected = Correction
kind-finding_explained = Explanation
kind-measurement_summarised = Measurement summary
kind-target_turned = Target turned
kind-clock_observed = Clock observed
kind-segment_sealed = Samples sealed
kind-disclosure_erased = Disclosure erased
kind-rollback_accepted = Rollback accepted
kind-unknown = Not understood ({ $kind })

late = recorded after the due date
private-erased = (erased)
private-withheld = (not shown to this reader)

# Numbers: `unit-…` stands behind the number after a no-break space.
unit-percent = %
unit-ms = ms
unit-s = s
unit-min = min
unit-hour = h
unit-days = days

# Figures, named as findings and thresholds name them.
figure-availability_ppm = Availability
figure-coverage_ppm = Share of time measured
figure-outage_s = Longest outage
figure-downtime_s = Total downtime
figure-probes_ok = Probes answered
figure-probes_lost = Probes not answered
figure-probes_own_late = Probes late by our own fault
figure-probes_excluded = Probes left out
figure-targets = Targets
figure-targets_down = Targets down
figure-rtt_us_p95 = Round-trip time (95 %)
figure-loss_ppm = Packet loss
figure-over_ppm = Share of time over the limit
figure-slow_ppm = Share of time too slow
figure-lossy_ppm = Share of time with too much loss
figure-cert_days_left = Certificate valid for
figure-items = Items to inspect
figure-items_passed = Items passed
figure-items_failed = Items failed
figure-shifts = Shifts
figure-shifts_read = Shifts that have read

# Why a probe got no answer.
cause-ok = answered
cause-timeout = timed out
cause-refused = refused
cause-unreachable = unreachable
cause-error = wrong answer
cause-slow = slow
cause-own_late = late by our own fault
cause-not_granted = outside what was granted
cause-not_permitted = not permitted on this machine

# How far a plan has come.
plan-state-filed = filed
plan-state-approved = approved
plan-state-tested = tested

# Moments: day, month and year come with their leading zeros.
date-long = { $day }/{ $month }/{ $year }
moment-long = { $hour }:{ $minute } on { $day }/{ $month }/{ $year }

# The sentence of each finding's reason. The key is "reason-" and the code with its dot turned into a dash.

reason-acknowledgement-given = Acknowledged at { $at }
reason-acknowledgement-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-acknowledgement-missing = Not acknowledged; due { $due }
reason-acknowledgement-not_due = Acknowledgement is not due before { $due }

reason-availability-allowance = { $target }: { $used_percent }% of the downtime allowed is used up
reason-availability-answers = All { $targets } targets answer now; the campaign sets no limit, { $target } is at { $availability_ppm }, its longest outage lasted { $outage_s } s
reason-availability-below = { $target }: availability { $availability_ppm }, below { $limit_ppm }
reason-availability-coverage = { $target }: samples cover { $coverage_ppm } of the time, { $limit_ppm } asked for
reason-availability-dark = { $target }: no answer to any of { $probes_lost } probes in the latest period, since { $since }
reason-availability-down = { $target }: no answer since { $since } ({ $cause })
reason-availability-excluded = { $target }: left out of measuring on purpose since { $since }
reason-availability-held = All { $targets } targets keep to the limit; the lowest is at { $availability_ppm }
reason-availability-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-availability-no_target = The organisation has no target for this obligation
reason-availability-not_due = The period begins at { $from }
reason-availability-not_granted = { $target }: not measured since { $since }, its address is outside the granted ranges
reason-availability-not_permitted = { $target }: not measured since { $since }, the node's machine does not permit such probes
reason-availability-outage = { $target }: one outage lasted { $outage_s } s, { $limit_s } s are allowed
reason-availability-silent = { $target }: nothing heard since { $since }
reason-availability-so_far = { $target }: { $availability_ppm } so far, below { $limit_ppm } but within the downtime allowed
reason-availability-unheard = { $target }: not measured yet
reason-availability-unjudged = { $target }: { $availability_ppm }, the longest outage lasted { $outage_s } s; the campaign sets no limit to judge that by
reason-availability-up = All { $targets } targets answer, the last of them since { $since }; the first summary is pending

reason-briefing-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-briefing-missing = { $missing } shifts have not read the briefing, first of them { $shift }; due { $due }
reason-briefing-not_due = Reading the briefing is not due before { $due }
reason-briefing-outdated = Shift { $shift } has read an earlier briefing only
reason-briefing-read = All { $shifts } shifts have read the briefing, the last at { $at }

reason-cell-waived = Waived until { $until }
reason-cell-waived_open = Waived

reason-inspection-failed = Item { $item } was not in order ({ $failed } items were not)
reason-inspection-incomplete = { $missing } items are not inspected, first of them { $item }; due { $due }
reason-inspection-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-inspection-missing = No inspection was signed; due { $due }
reason-inspection-not_due = The inspection is not due before { $due }
reason-inspection-passed = All { $items } items were in order, the last at { $at }

reason-plan-approved = Plan { $plan } was approved at { $at }
reason-plan-filed = Plan { $plan } was filed at { $at }
reason-plan-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-plan-missing = No plan was filed ({ $requires } is asked for); due { $due }
reason-plan-not_due = The plan ({ $requires } is asked for) is not due before { $due }
reason-plan-not_filed = Plan { $plan } was not filed ({ $requires } is asked for); due { $due }
reason-plan-short = Plan { $plan } has come to { $has }, { $requires } is asked for; due { $due }
reason-plan-test_failed = The exercise of plan { $plan } at { $at } failed
reason-plan-tested = Plan { $plan } was exercised with a pass at { $at }

reason-quality-allowance = { $target }: { $used_percent }% of the time allowed over the { $name } limit is used up
reason-quality-certificate_low = { $target }: the certificate has { $days_left } days left, { $limit_days } asked for (it ends { $not_after })
reason-quality-certificate_soon = { $target }: the certificate has { $days_left } days left and will have fewer than { $limit_days } before the campaign ends (it ends { $not_after })
reason-quality-excluded = { $target }: left out of measuring on purpose since { $since }
reason-quality-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-quality-no_target = The organisation has no target for this obligation
reason-quality-not_due = The period begins at { $from }
reason-quality-not_granted = { $target }: not measured since { $since }, its address is outside the granted ranges
reason-quality-not_permitted = { $target }: not measured since { $since }, the node's machine does not permit such probes
reason-quality-over = { $target }: { $name } is { $value } { $unit }, the limit { $limit } { $unit }, since { $since }
reason-quality-over_allowance = { $target }: { $name } was over its limit for { $over_ppm } of the time, { $limit_ppm } are allowed
reason-quality-silent = { $target }: nothing heard since { $since }
reason-quality-so_far = { $target }: { $name } was over its limit for { $over_ppm } of the time so far, { $limit_ppm } are allowed
reason-quality-unheard = { $target }: no { $name } measured yet
reason-quality-within = All { $targets } targets keep to the limits

reason-report-low_grade = Grade { $grade } is below the { $min_grade } asked for
reason-report-missing = The report was not handed in; due { $due }
reason-report-not_due = The report is not due before { $due }
reason-report-submitted = The report was handed in at { $at }

# The answer of a drill (diễn tập).

drill-title = Drill: { $title }
drill-frame = Plays “{ $campaign }” from { $from } to { $to }, seed { $seed }.
drill-simulated = Simulated: targets, links, people, clocks, the room on the disk.
drill-real = Real, the program itself: journal, store, rights, the measuring schedule and summaries, the board, this answer.

drill-troubles = Troubles
drill-trouble = { $title }
drill-span = { $kind }: from { $from } to { $to } ({ $length })
drill-kind-cable_cut = Cable cut
drill-kind-power_lost = Power lost
drill-kind-slow = Slow answers
drill-kind-officer_silent = Silent duty officer
drill-kind-disk_full = Disk full
drill-kind-node_killed = Node killed
drill-kind-clock_wrong = Clock wrong
drill-hit = Targets hit: { $targets }
drill-hit-none = No target was hit: another way stood, or the reserve lasted.
drill-noticed = Noticed { $at }, after { $after }: { $by }
drill-by-target = target “{ $target }” stands on record as down
drill-by-cell = cell “{ $obligation }” of { $organisation } turned
drill-by-disk_full = the node refused to record, its disk was full
drill-not-noticed = Nothing showed it.
drill-turns = Cells that turned
drill-turn = { $at }: { $organisation }, “{ $obligation }”: { $was } → { $is }. { $reason }
drill-turn-answered = answered { $at }
drill-turn-unanswered = nobody answered
drill-turn-back = back { $at }
drill-turn-not-back = not back
drill-missed = Missed
drill-missed-none = Nothing was missed.
drill-missed-not_noticed = nobody and nothing noticed it
drill-missed-noticed_late = noticed late, after { $after }
drill-missed-not_answered = { $organisation } did not answer for “{ $obligation }” (turned { $at })
drill-missed-answered_late = { $organisation } answered late for “{ $obligation }” (turned { $at }), after { $after }
drill-missed-not_back = “{ $obligation }” of { $organisation } is not back to what it was
drill-missed-not_measured = nothing was measured for { $length }

drill-unexplained = Cells that turned for the worse without a trouble of the file
drill-officers = Duty officers
drill-officer = { $organisation }: { $asked } to answer, { $in_time } in time, { $late } late, { $not } not answered; { $refused } words refused by the node
drill-board = The board
drill-board-begin = When turns began to count: { $counts }
drill-board-end = At the end: { $counts }
drill-figures = What ran
drill-figures-line = { $probes } probes ({ $lost } without an answer), { $entries } entries in the journal, the node started { $starts } times.
drill-heads = Heads of the logs (the same file and seed give the same)

drill-seconds = { $seconds } s
drill-minutes = { $minutes } min { $seconds } s
drill-hours = { $hours } h { $minutes } min

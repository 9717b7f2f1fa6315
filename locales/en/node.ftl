# The node: whether it records.
rolled-back-title = The journal on this node lacks what it had signed (an older copy was put in its place, or its disk lost the end of it): the node can be read, and records and signs nothing.
rolled-back-text = Whoever runs the node has to see what is lost and decide; until then no evidence can be handed in.
rolled-back-behind = { $name }: the journal has { $found } entries and had been signed with { $kept }.
rolled-back-forked = { $name }: the journal has { $found } entries and contradicts the head signed at { $kept } entries.
damaged-title = Something in the journal on this node is not as it was recorded.
damaged-text = What is damaged is not used as evidence. Whoever runs the node has to compare it with a backup and put that back.
damaged-log = { $name }: { $count } { $count ->
    [one] entry
   *[other] entries
  }, the first of them number { $entry }.
problem-rolled_back = Not recorded: the journal on this node lacks what it had signed, and whoever runs the node has to decide first.
drill-banner = Drill: simulated data.
drill-banner-speed = Nothing on this screen is real. Each second is { $speed } s of the drill.

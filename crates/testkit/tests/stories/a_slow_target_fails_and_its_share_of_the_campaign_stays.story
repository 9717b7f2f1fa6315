campaign province.toml
start 2027-02-01T00:00:00+07:00
cell nhanh of buu-dien

between 0s and 10s want cell thong-suot of di-dong proven
at 0s target c answers in 1500 us
between 0s and 10m want cell proven quality.within
at 2h target c answers in 2500 us
between 2h and 2h10m want cell failing quality.over since 2h
at 2h15m target c answers in 1500 us
between 2h15m and 2h25m want cell at_risk quality.so_far
# Fifteen minutes are five per cent of five hours.
between 4h and 6h want cell proven quality.within
# Eighty periods more use up half of the twelve hours that the limit leaves over ten days, seventy more all of it.
at 7h20m target c answers in 2500 us
between 7h20m and 7h30m want cell failing quality.over
at 14h target c answers in 1500 us
between 14h and 14h10m want cell at_risk quality.allowance
at 14h5m target c answers in 2500 us
between 14h5m and 14h15m want cell failing quality.over
at 19h55m target c answers in 1500 us
at 20h5m want cell failing quality.over_allowance
want nothing else

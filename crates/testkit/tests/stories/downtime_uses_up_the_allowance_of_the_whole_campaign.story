campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven
# One probe in six is lost, never two in a row: no edge, but 50 s of every five minutes.
at 1h target a loses 1 of 6
between 1h and 1h10m want cell at_risk availability.so_far
# 12 periods come to 600 s of the 864 s allowed.
at 2h1m want cell at_risk availability.allowance downtime_s = 600 availability_ppm = 916666 coverage_ppm = 1000000
# The 18th exceeds them, and what is used up can't be earned back.
between 2h25m and 2h36m want cell failing availability.below
at 2h40m target a up
at 6h want cell failing availability.below
want nothing else

campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven
at 7m target a down
between 7m and 7m20s want cell failing availability.down
at 8m measuring stops
between 15m and 25m want cell nhanh of buu-dien no_signal
at 12h want cell failing availability.down
until 12h
want nothing else

campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven quality.within
at 10m10s measuring stops
# What is known last is a summary that ends at ten minutes; three summaries are what silence may last.
at 24m50s want cell proven
between 24m55s and 25m5s want cell no_signal availability.silent
between 24m55s and 25m5s want cell nhanh of buu-dien no_signal quality.silent
at 1h want cell no_signal availability.silent since 10m
want nothing else

campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven
at 30m clock jumps -5m
at 50m want cell proven
at 2h want cell proven availability.held
want nothing else

campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven
at 12m di-dong promises until 2h
at 13m node killed
# Nobody sees the board meanwhile. What it was told before stands; what time changed shows at once.
at 40m node starts
between 40m and 40m1s want cell no_signal availability.silent
between 40m and 40m1s want cell nhanh of buu-dien no_signal quality.silent
at 41m want cell no_signal promised
between 40m and 46m want cell proven
between 40m and 46m want cell nhanh of buu-dien proven
want nothing else

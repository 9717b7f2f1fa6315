campaign province.toml
start 2027-02-01T00:00:00+07:00
cell xac-nhan of di-dong

between 0s and 10s want cell thong-suot of di-dong proven
between 0s and 10m want cell nhanh of buu-dien proven
at 20s want cell not_due acknowledgement.not_due
at 1m di-dong waives for di-dong until 30m refused
at 2m so waives for di-dong until 30m
between 2m and 2m1s want cell waived cell.waived
at 10m want cell xac-nhan of buu-dien not_due
between 30m and 30m1s want cell not_due
want nothing else

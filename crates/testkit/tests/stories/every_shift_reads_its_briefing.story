# Two hours around the moment it is due, 5 February at noon. Nothing is measured here.
campaign province.toml
start 2027-02-05T11:00:00+07:00
cell ca-truc of di-dong

at 0s measuring stops
at 10m di-dong reads pho-bien as ca-1
at 11m want cell not_due
at 20m di-dong reads pho-bien as ca-3 refused
at 30m di-dong reads pho-bien as ca-2
between 30m and 30m1s want cell proven briefing.read grade attested
between 1h and 1h1s want cell xac-nhan of di-dong unproven
between 1h and 1h1s want cell xac-nhan of buu-dien unproven
between 1h and 1h1s want cell phuong-an of di-dong unproven
between 1h and 1h1s want cell kiem-tra of di-dong unproven
want nothing else

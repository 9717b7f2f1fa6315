# Two hours around the moment it is due, 5 February at noon. Nothing is measured here.
campaign province.toml
start 2027-02-05T11:00:00+07:00
cell xac-nhan of di-dong

at 0s measuring stops
at 10m want cell not_due acknowledgement.not_due
at 20m buu-dien acknowledges
between 20m and 20m1s want cell xac-nhan of buu-dien proven acknowledgement.given grade attested
between 1h and 1h1s want cell unproven acknowledgement.missing
between 1h and 1h1s want cell phuong-an of di-dong unproven plan.missing
between 1h and 1h1s want cell kiem-tra of di-dong unproven inspection.missing
between 1h and 1h1s want cell ca-truc of di-dong unproven briefing.missing
# Whoever is late has said it all the same, and it shows.
at 1h30m di-dong acknowledges
between 1h30m and 1h30m1s want cell proven late
want nothing else

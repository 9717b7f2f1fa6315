# Two hours around the moment it is due, 5 February at noon. Nothing is measured here.
campaign province.toml
start 2027-02-05T11:00:00+07:00
cell kiem-tra of di-dong

at 0s measuring stops
at 10m di-dong inspects nguon fail
between 10m and 10m1s want cell at_risk inspection.failed
between 1h and 1h1s want cell failing inspection.failed
between 1h and 1h1s want cell xac-nhan of di-dong unproven
between 1h and 1h1s want cell xac-nhan of buu-dien unproven
between 1h and 1h1s want cell phuong-an of di-dong unproven
between 1h and 1h1s want cell ca-truc of di-dong unproven
at 1h10m di-dong promises until 1h40m
at 1h11m want cell failing inspection.failed promised
at 1h20m di-dong explains
at 1h21m want cell failing inspection.failed promised explained
at 1h41m want cell failing inspection.failed explained
want nothing else

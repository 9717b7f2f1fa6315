# Two hours around the moment it is due, 5 February at noon. Nothing is measured here.
campaign province.toml
start 2027-02-05T11:00:00+07:00
cell kiem-tra of di-dong

at 0s measuring stops
at 10m di-dong inspects nguon pass
at 11m want cell not_due inspection.incomplete
at 20m di-dong inspects cot fail
between 20m and 20m1s want cell at_risk inspection.failed
# From the due moment on that is no risk any more.
between 1h and 1h1s want cell failing inspection.failed
between 1h and 1h1s want cell xac-nhan of di-dong unproven
between 1h and 1h1s want cell xac-nhan of buu-dien unproven
between 1h and 1h1s want cell phuong-an of di-dong unproven
between 1h and 1h1s want cell ca-truc of di-dong unproven
# What is inspected again counts, and shows that it is late.
at 1h30m di-dong inspects cot pass
between 1h30m and 1h30m1s want cell proven inspection.passed late
# The owner's word does not take the place of the regulator's.
at 1h40m so inspects nguon fail for di-dong
between 1h40m and 1h40m1s want cell failing inspection.failed late
at 1h50m di-dong inspects nguon pass
at 1h51m want cell failing inspection.failed late
want nothing else

campaign province.toml
start 2027-02-05T11:00:00+07:00
cell phuong-an of di-dong

at 0s measuring stops
at 10m di-dong files plan ung-cuu
at 11m want cell not_due plan.short
at 12m di-dong approves plan ung-cuu refused
at 20m so approves plan ung-cuu for di-dong
at 21m want cell not_due plan.short
at 30m di-dong tests plan ung-cuu pass
between 30m and 30m1s want cell proven plan.tested
# A test that fails later takes the earlier one's place.
at 40m di-dong tests plan ung-cuu fail
between 40m and 40m1s want cell at_risk plan.test_failed
# From the due moment on that is no risk any more.
between 1h and 1h1s want cell failing plan.test_failed
between 1h and 1h1s want cell xac-nhan of di-dong unproven
between 1h and 1h1s want cell xac-nhan of buu-dien unproven
between 1h and 1h1s want cell kiem-tra of di-dong unproven
between 1h and 1h1s want cell ca-truc of di-dong unproven
want nothing else

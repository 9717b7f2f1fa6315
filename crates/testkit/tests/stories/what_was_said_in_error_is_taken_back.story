# Two hours around the moment it is due, 5 February at noon. Nothing is measured here.
campaign province.toml
start 2027-02-05T11:00:00+07:00
cell xac-nhan of di-dong

at 0s measuring stops
at 10m di-dong acknowledges
between 10m and 10m1s want cell proven acknowledgement.given
# A postal operator takes nothing back for another.
at 15m buu-dien withdraws for di-dong refused
at 20m di-dong withdraws
between 20m and 20m1s want cell not_due acknowledgement.not_due
at 30m di-dong acknowledges
between 30m and 30m1s want cell proven acknowledgement.given
at 40m di-dong withdraws
between 40m and 40m1s want cell not_due acknowledgement.not_due
between 1h and 1h1s want cell xac-nhan of di-dong unproven
between 1h and 1h1s want cell xac-nhan of buu-dien unproven
between 1h and 1h1s want cell phuong-an of di-dong unproven
between 1h and 1h1s want cell kiem-tra of di-dong unproven
between 1h and 1h1s want cell ca-truc of di-dong unproven
want nothing else

campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong
target b

# Targets answer from the start: both were heard within the first probes.
between 0s and 10s want cell proven availability.up
between 0s and 10m want cell nhanh of buu-dien proven quality.within

at 6m target down
# Two failures in a row, five seconds apart, from the first of which on it was down.
between 6m and 6m20s want cell failing availability.down grade measured
at 7m want cell failing availability.down targets_down = 1
at 8m target up
between 8m and 8m10s want cell proven
# The summary of those five minutes says how much was lost: less than the limit leaves so far.
between 10m and 10m10s want cell at_risk availability.so_far
until 15m
want nothing else

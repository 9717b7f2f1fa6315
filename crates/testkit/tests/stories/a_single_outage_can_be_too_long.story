campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven
at 20m target b down
between 20m and 20m20s want cell failing availability.down
# It answers again, and the cell stays failing: the outage was longer than ten minutes.
at 31m target b up
at 32m want cell failing availability.outage
at 3h want cell failing availability.outage outage_s = 660
want nothing else

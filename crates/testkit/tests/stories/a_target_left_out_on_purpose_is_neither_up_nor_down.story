campaign province.toml
start 2027-02-01T00:00:00+07:00
cell thong-suot of di-dong

between 0s and 10s want cell proven
between 0s and 10m want cell nhanh of buu-dien proven
at 7m target b excluded
between 7m and 8m want cell unproven availability.not_granted
at 9m target b excluded not-permitted
at 12m target b up
between 12m and 13m want cell proven
at 14m target a excluded not-permitted
between 14m and 15m want cell unproven availability.not_permitted
until 20m
want nothing else

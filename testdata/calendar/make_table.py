#!/usr/bin/env python3
"""Writes lunar-vn-1900-2100.csv: the first day of every lunar month, as PyPI's lunar-vn 1.4.0 has it.

    pip install lunar-vn==1.4.0 && python3 make_table.py > lunar-vn-1900-2100.csv

lunar-vn is MIT-licensed; what is kept here are dates, not its code.
"""
import datetime

import lunar_vn

print("# first day (solar), lunar year, month, leap; lunar-vn " + lunar_vn.__version__)
day = datetime.date(1900, 1, 31)
while day <= datetime.date(2100, 12, 31):
    found = lunar_vn.solar_to_lunar(day)
    if found.day == 1:
        print(f"{day},{found.year},{found.month},{int(found.leap)}")
    day += datetime.timedelta(days=1)

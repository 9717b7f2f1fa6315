#!/bin/sh
# Stands in for the program: makes the data directory of `account add` and keeps what it was told.
mkdir -p "$5" && cat >> "$5/passwords"

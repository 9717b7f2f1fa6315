# What a person and a build server type; the work is in xtask (cargo xtask without arguments lists it).
.PHONY: demo test soak test-peers bench tidy e2e

ROUNDS ?= 500
SEED ?= 1
SEEDS ?= 10000

demo:
	@cargo xtask demo

test:
	@cargo xtask test

tidy:
	@cargo xtask tidy

e2e:
	@cargo xtask e2e

soak:
	@cargo xtask soak --rounds $(ROUNDS) --seed $(SEED) --seeds $(SEEDS)

test-peers:
	@cargo xtask test-peers

bench:
	@cargo xtask bench

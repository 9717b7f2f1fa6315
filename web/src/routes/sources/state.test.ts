import { expect, it } from "vitest";
import type { SourceLine } from "../../api/types";
import { stateOf } from "./state";

const quiet: SourceLine = { id: "zbx", kind: "zabbix", targets: 1, last_at: null, recorded: 0, repeated: 0, nothing: 0, refused: 0, unproven: 0, unmatched: 0, unmatched_objects: [], exchange: null };
const exchange = { reached_at: null, failing_since: null, fault: null, told: 0, untold: 0, caught_up: 0 };
const now = "2027-02-01T00:00:00.000Z";

it("a_source_is_called_by_the_worst_that_is_known_of_it", () => {
  expect(stateOf(quiet)).toBe("silent");
  expect(stateOf({ ...quiet, unproven: 9 })).toBe("silent");
  expect(stateOf({ ...quiet, exchange: { ...exchange, reached_at: now } })).toBe("heard");
  expect(stateOf({ ...quiet, last_at: now })).toBe("heard");
  expect(stateOf({ ...quiet, last_at: now, unmatched: 1 })).toBe("unmatched");
  expect(stateOf({ ...quiet, last_at: now, unmatched: 1, refused: 1 })).toBe("refused");
  expect(stateOf({ ...quiet, last_at: now, refused: 1, exchange: { ...exchange, fault: "x" } })).toBe("failing");
});

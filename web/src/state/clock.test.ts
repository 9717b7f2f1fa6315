import { beforeEach, expect, test, vi } from "vitest";
import { onServerClock, serverRuns, serverSays } from "./clock.svelte";

const BEGIN = "2027-02-03T00:00:00.000Z";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-29T08:00:00Z") });
  serverRuns(1);
  serverSays(BEGIN);
});

test("the server's clock goes on from what it said, as fast as the browser's", () => {
  vi.advanceTimersByTime(90_000);
  expect(onServerClock(Date.now())).toBe(Date.parse(BEGIN) + 90_000);
});

test("a drill's clock runs as fast as it is played, and what passed before stays as it was", () => {
  vi.advanceTimersByTime(10_000);
  serverRuns(60);
  vi.advanceTimersByTime(5_000);
  expect(onServerClock(Date.now())).toBe(Date.parse(BEGIN) + 10_000 + 300_000);
  serverSays("2027-02-03T00:04:00.000Z");
  vi.advanceTimersByTime(1_000);
  expect(onServerClock(Date.now())).toBe(Date.parse(BEGIN) + 300_000);
});

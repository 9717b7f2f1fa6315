// Promises about time: +07:00 whatever the browser's zone, and the Vietnamese lunar calendar.
import { describe, expect, it } from "vitest";
import { clockText, dateText, dayOf, fromText, momentText, remaining } from "./local";
import { lunarDayText, lunarOf, lunarText } from "./lunar";

describe("a moment as it is written here", () => {
  it("is_read_day_first_and_refused_when_there_is_no_such_day", () => {
    expect(fromText("15:00 06/02/2027")).toBe(Date.parse("2027-02-06T08:00:00.000Z"));
    expect(fromText(" 6/2/2027 ")).toBe(Date.parse("2027-02-05T17:00:00.000Z"));
    for (const none of ["", "06-02-2027", "15:00", "31/02/2027", "25:00 06/02/2027", "02/13/2027", "15:60 06/02/2027"]) {
      expect(fromText(none), none).toBeNull();
    }
  });
});

describe("local time", () => {
  it("reads_every_instant_at_plus_seven", () => {
    const giaoThua = Date.parse("2027-02-05T17:00:00.000Z");
    expect(momentText(giaoThua)).toBe("00:00 06/02/2027");
    expect(clockText(giaoThua - 1000, "with seconds")).toBe("23:59:59");
    expect(dateText(giaoThua - 1)).toBe("05/02/2027");
  });
  it("an_input_means_plus_seven_and_comes_back_the_same", () => {
    expect(momentText(fromText("00:00 06/02/2027") ?? 0)).toBe("00:00 06/02/2027");
  });
  it("counts_down_and_then_up", () => {
    expect(remaining(0, 90_061_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1, past: false });
    expect(remaining(5000, 0).past).toBe(true);
  });
  it("tells_a_day_from_an_instant", () => {
    expect(dayOf("2027-01-20")).toEqual({ year: 2027, month: 1, day: 20 });
    expect(dayOf("2027-01-20T00:00:00.000Z")).toBeNull();
  });
});

describe("lunar calendar at UTC+7", () => {
  // New year's days where the Vietnamese and Chinese calendars differ, and ordinary ones.
  const newYears: [number, number, number][] = [
    [1968, 1, 29],
    [1985, 1, 21],
    [2007, 2, 17],
    [2018, 2, 16],
    [2026, 2, 17],
    [2027, 2, 6],
    [2030, 2, 2],
  ];
  it.each(newYears)("new year of %i falls on %i/%i", (year, month, day) => {
    expect(lunarOf({ year, month, day })).toEqual({ year, month: 1, day: 1, leap: false });
  });
  it("names_the_year_and_the_day", () => {
    expect(lunarText(lunarOf({ year: 2027, month: 2, day: 6 }))).toBe("mùng 1 tháng Giêng năm Đinh Mùi");
    expect(lunarText(lunarOf({ year: 2027, month: 2, day: 5 }))).toBe("29 tháng Chạp năm Bính Ngọ");
  });
  it("knows_the_leap_sixth_month_of_2025", () => {
    expect(lunarDayText(lunarOf({ year: 2025, month: 7, day: 25 }))).toBe("mùng 1 tháng Sáu nhuận");
  });
});

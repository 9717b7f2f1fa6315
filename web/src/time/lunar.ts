// The Vietnamese lunar calendar at UTC+7, after Hồ Ngọc Đức's algorithm (astronomical new moons and
// the sun's longitude). The server states the dates that decide anything; here a lunar date only
// stands beside a solar one. Chinese tables are a day or a month off in 1968, 1985, 2007 and 2030.
import type { Day } from "./local";

const ZONE = 7;
const MONTH_DAYS = 29.530588853;
const EPOCH_1900 = 2415021.076998695;

export interface LunarDate {
  year: number;
  month: number;
  day: number;
  leap: boolean;
}

export function julianDay({ year, month, day }: Day): number {
  const a = Math.floor((14 - month) / 12);
  const y = year + 4800 - a;
  const m = month + 12 * a - 3;
  return (
    day +
    Math.floor((153 * m + 2) / 5) +
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) -
    32045
  );
}

const rad = Math.PI / 180;

/** Day number (at UTC+7) of the k-th new moon after the one of 1 January 1900. */
function newMoonDay(k: number): number {
  const t = k / 1236.85;
  const t2 = t * t;
  const t3 = t2 * t;
  const mean =
    2415020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * rad);
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * rad;
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * rad;
  const node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * rad;
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * node) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * node + sun) -
    0.0004 * Math.sin(2 * node - sun) -
    0.0006 * Math.sin(2 * node + moon) +
    0.001 * Math.sin(2 * node - moon) +
    0.0005 * Math.sin(2 * moon + sun);
  const delta =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2;
  return Math.floor(mean + correction - delta + 0.5 + ZONE / 24);
}

/** Which twelfth of its way (0 to 11) the sun is in at the start of that day. */
function sunTwelfth(jdn: number): number {
  const t = (jdn - 2451545.5 - ZONE / 24) / 36525;
  const t2 = t * t;
  const anomaly = (357.5291 + 35999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * rad;
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.00029 * Math.sin(3 * anomaly);
  const longitude = (280.46645 + 36000.76983 * t + 0.0003032 * t2 + centre) * rad;
  const turn = longitude - 2 * Math.PI * Math.floor(longitude / (2 * Math.PI));
  return Math.floor((turn / Math.PI) * 6);
}

/** First day of the month that holds the winter solstice of that year. */
function eleventhMonth(year: number): number {
  const k = Math.floor((julianDay({ year, month: 12, day: 31 }) - 2415021) / MONTH_DAYS);
  const start = newMoonDay(k);
  return sunTwelfth(start) >= 9 ? newMoonDay(k - 1) : start;
}

function leapOffset(eleventh: number): number {
  const k = Math.floor((eleventh - EPOCH_1900) / MONTH_DAYS + 0.5);
  let i = 1;
  let last: number;
  let twelfth = sunTwelfth(newMoonDay(k + i));
  do {
    last = twelfth;
    i += 1;
    twelfth = sunTwelfth(newMoonDay(k + i));
  } while (twelfth !== last && i < 14);
  return i - 1;
}

export function lunarOf(day: Day): LunarDate {
  const number = julianDay(day);
  const k = Math.floor((number - EPOCH_1900) / MONTH_DAYS);
  let monthStart = newMoonDay(k + 1);
  if (monthStart > number) monthStart = newMoonDay(k);
  let a11 = eleventhMonth(day.year);
  let b11 = a11;
  let year = day.year;
  if (a11 >= monthStart) {
    a11 = eleventhMonth(day.year - 1);
  } else {
    year = day.year + 1;
    b11 = eleventhMonth(day.year + 1);
  }
  const difference = Math.floor((monthStart - a11) / 29);
  let month = difference + 11;
  let leap = false;
  if (b11 - a11 > 365) {
    const leapAt = leapOffset(a11);
    if (difference >= leapAt) {
      month = difference + 10;
      leap = difference === leapAt;
    }
  }
  if (month > 12) month -= 12;
  if (month >= 11 && difference < 4) year -= 1;
  return { year, month, day: number - monthStart + 1, leap };
}

const STEMS = ["Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý"];
const BRANCHES = ["Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi"];
const MONTHS = [
  "Giêng",
  "Hai",
  "Ba",
  "Tư",
  "Năm",
  "Sáu",
  "Bảy",
  "Tám",
  "Chín",
  "Mười",
  "Mười một",
  "Chạp",
];

export function yearName(lunarYear: number): string {
  const at = (list: string[], n: number): string => list[((n % list.length) + list.length) % list.length] ?? "";
  return `${at(STEMS, lunarYear + 6)} ${at(BRANCHES, lunarYear + 8)}`;
}

/** "mùng 1 tháng Giêng", "30 tháng Chạp", "15 tháng Sáu nhuận". */
export function lunarDayText(date: LunarDate): string {
  const day = date.day <= 10 ? `mùng ${date.day}` : String(date.day);
  return `${day} tháng ${MONTHS[date.month - 1] ?? ""}${date.leap ? " nhuận" : ""}`;
}

export function lunarText(date: LunarDate): string {
  return `${lunarDayText(date)} năm ${yearName(date.year)}`;
}

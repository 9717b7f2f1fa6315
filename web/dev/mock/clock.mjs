// The stand-in server's clock: it starts four days before the Tết of the example, and runs from there.
const START = Date.parse("2027-02-02T08:12:40.000Z");
const began = Date.now();
export const now = () => START + (Date.now() - began);
export const iso = (ms = now()) => new Date(ms).toISOString();
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

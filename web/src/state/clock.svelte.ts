// The server's clock as the page knows it. A wallboard's own clock may be minutes off, so every
// answer that states `now` corrects the difference; the clock of a drill runs faster than the page's.

const TICK_MS = 1000;

/** What the server said, and when by the browser's clock. */
let said = Date.now();
let heard = said;
let speed = 1;
let now = $state(said);

export function serverSays(time: string): void {
  const ms = Date.parse(time);
  if (!Number.isNaN(ms)) {
    said = ms;
    heard = Date.now();
    now = ms;
  }
}

/** So many of its seconds pass in one of the browser's. */
export function serverRuns(faster: number): void {
  if (faster === speed) return;
  said = onServerClock(Date.now());
  heard = Date.now();
  speed = faster;
}

/** Reactive: changes every second. */
export function serverNow(): number {
  return now;
}

/** A moment of the browser's clock on the server's. */
export function onServerClock(ms: number): number {
  return said + (ms - heard) * speed;
}

setInterval(() => {
  now = onServerClock(Date.now());
}, TICK_MS);

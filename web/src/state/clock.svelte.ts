// The server's clock as the page knows it. A wallboard's own clock may be minutes off, so every
// answer that states `now` corrects the difference.

const TICK_MS = 1000;

let ahead = 0;
let now = $state(Date.now());

export function serverSays(time: string): void {
  const ms = Date.parse(time);
  if (!Number.isNaN(ms)) {
    ahead = ms - Date.now();
    now = ms;
  }
}

/** Reactive: changes every second. */
export function serverNow(): number {
  return now;
}

/** A moment of the browser's clock on the server's. */
export function onServerClock(ms: number): number {
  return ms + ahead;
}

setInterval(() => {
  now = Date.now() + ahead;
}, TICK_MS);

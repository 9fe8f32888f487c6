/** "0:04:59": hours, minutes and seconds until a moment, both in `Date.now()` milliseconds; never less than nothing. */
export function countdown(until: number, now: number): string {
  const seconds = secondsLeft(until, now);
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export function secondsLeft(until: number, now: number): number {
  return Math.max(Math.ceil((until - now) / 1000), 0);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

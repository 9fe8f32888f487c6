/** Where a stretch of time in which nothing happens leads. */
export interface Step {
  at: number;
  /** Seconds of playing time that are left when the next event is reached; null where it is not reached. */
  left: number | null;
  /** Seconds that were skipped. */
  skipped: number;
}

/**
 * Moves through a pause.
 * @param at now, in seconds of the recording
 * @param quietSince when something last happened
 * @param until when something happens next
 * @param left how much playing time there is, in seconds
 * @param longest how much of a pause is played; null for all of it
 */
export function step(at: number, quietSince: number, until: number, left: number, longest: number | null): Step {
  const rest = Math.max(until - at, 0);
  const played = longest === null ? rest : Math.min(rest, Math.max(quietSince + longest - at, 0));
  if (left < played) return { at: at + left, left: null, skipped: 0 };
  return { at: Math.max(until, at), left: left - played, skipped: rest - played };
}

const steps = [0, 500, 1000, 2000, 5000];
const jitter = 0.3;

/** How long to wait before the next try to reconnect, in milliseconds: at once, then ever longer, up to about 5 s. */
export class Backoff {
  #tries = 0;

  /** @param most never longer than this, in milliseconds */
  next(most = Infinity): number {
    const step = Math.min(steps[Math.min(this.#tries++, steps.length - 1)] ?? 0, most / (1 + jitter / 2));
    // Spread, so that a gateway that comes back does not meet everybody in one moment.
    return step * (1 + jitter * (Math.random() - 0.5));
  }

  reset(): void {
    this.#tries = 0;
  }
}

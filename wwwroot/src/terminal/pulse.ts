import { signal } from '@preact/signals';
import { Disposables, every, type Disposable } from '../disposable';
import type { Hub } from '../hub/hub';

const beatEvery = 5000;
const deadAfter = 12_000;
const deadAfterWaking = 4000;

/**
 * Measures the round trip while the page is visible, and notices a connection
 * that died without a word (sleep, a changed network) long before TCP does.
 */
export class Pulse implements Disposable {
  /** Milliseconds; null while unknown. */
  readonly roundTrip = signal<number | null>(null);
  readonly #held = new Disposables();

  constructor(private readonly hub: () => Hub | null, private readonly taken: (input: number) => void) {
    this.#held.add(every(beatEvery, () => {
      if (document.visibilityState === 'visible') this.beat();
    }));
  }

  beat(): void {
    void this.#measure(deadAfter);
  }

  /** The connection may have died unseen: find out soon. */
  check(): void {
    void this.#measure(deadAfterWaking);
  }

  dispose(): void {
    this.#held.dispose();
  }

  async #measure(patience: number): Promise<void> {
    const hub = this.hub();
    if (!hub) return;
    const asked = performance.now();
    // Behind a flood on a slow line the answer is late, but something is heard.
    const timer = setInterval(() => {
      if (performance.now() - Math.max(asked, hub.heard) < patience) return;
      clearInterval(timer);
      if (hub === this.hub()) hub.abandon();
    }, 1000);
    try {
      const taken = await hub.ping();
      if (hub !== this.hub()) return;
      this.roundTrip.value = performance.now() - asked;
      this.taken(taken);
    } catch {
      // The connection closed; its owner has been told.
    } finally {
      clearInterval(timer);
    }
  }
}

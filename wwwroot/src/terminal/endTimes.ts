import { signal } from '@preact/signals';
import type { Ending, HubEvents } from '../protocol';

/** A right that ends. */
export interface Announced {
  /** `Date.now()` milliseconds. */
  until: number;
  reason: Ending['reason'];
  message: string;
}

/** When the terminal, or the right to it, ends; in `Date.now()` milliseconds, null while it does not. */
export class EndTimes {
  /** For idleness. */
  readonly idle = signal<number | null>(null);
  /** With its node, at the latest. */
  readonly draining = signal<number | null>(null);
  readonly right = signal<Announced | null>(null);

  /** What the hub tells of them. */
  readonly events: Pick<HubEvents, 'Idle' | 'Draining' | 'Ending'> = {
    Idle: seconds => (this.idle.value = seconds > 0 ? Date.now() + seconds * 1000 : null),
    Draining: seconds => (this.draining.value = Date.now() + seconds * 1000),
    Ending: ({ seconds, reason, message }) => (this.right.value = seconds > 0 ? { until: Date.now() + seconds * 1000, reason, message } : null),
  };

  /** A new connection is told anew; a node that is being taken out of service stays so. */
  forget(): void {
    this.idle.value = null;
    this.right.value = null;
  }
}

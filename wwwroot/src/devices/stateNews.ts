import { signal } from '@preact/signals';
import { after, type Disposable } from '../disposable';
import type { DeviceStateChange, DeviceStateList } from '../protocol';
import { changed, type States } from './states';

/** What is told is shown at most so often, in milliseconds: a page of ten thousand devices is not made anew for each of them. */
export const gatherFor = 300;

/** How the devices are: what was asked for, and what was told since. */
export class StateNews implements Disposable {
  readonly states = signal<States>(new Map());
  // The last word on each, not shown yet.
  readonly #told = new Map<string, DeviceStateChange>();
  #looking = 0;
  #due: Disposable | null = null;

  /** Takes what has changed. */
  hear(changes: readonly DeviceStateChange[]): void {
    for (const change of changes) this.#told.set(JSON.stringify([change.device, change.protocol]), change);
    if (this.#looking === 0) this.#due ??= after(gatherFor, () => this.#show(this.states.peek()));
  }

  /** Takes the states of all. What is told before they arrive is newer than they are. */
  async look(ask: () => Promise<DeviceStateList | null>): Promise<void> {
    if (this.#looking === 0) this.#show(this.states.peek());
    this.#looking++;
    let answer: DeviceStateList | null = null;
    try {
      answer = await ask();
    } finally {
      this.#looking--;
      this.#show(answer ? new Map(Object.entries(answer.states)) : this.states.peek());
    }
  }

  dispose(): void {
    this.#due?.dispose();
  }

  #show(states: States): void {
    this.#due?.dispose();
    this.#due = null;
    if (states === this.states.peek() && this.#told.size === 0) return;
    this.states.value = changed(states, [...this.#told.values()]);
    // An answer that is still on its way may be older.
    if (this.#looking === 0) this.#told.clear();
  }
}

import { signal } from '@preact/signals';
import { every, type Disposable } from '../disposable';
import { ask, failureInWords } from '../people/api';
import type { DesktopOffer, DesktopRequest, DesktopSummary } from '../protocol';

const lookEvery = 1500;

/** A way in for a program of one's own, and what becomes of it. */
export class WayIn implements Disposable {
  readonly offer = signal<DesktopOffer | null>(null);
  /** The session as last heard of; what an offer was made with at first. */
  readonly session = signal<DesktopSummary | null>(null);
  readonly fault = signal<string | null>(null);
  readonly busy = signal(false);
  readonly #looking: Disposable;

  /** @param id a session that was offered before; null for none yet */
  constructor(private id: string | null) {
    this.#looking = every(lookEvery, () => void this.look());
    void this.look();
  }

  async ask(request: DesktopRequest): Promise<void> {
    this.busy.value = true;
    this.fault.value = null;
    try {
      const offer = await ask<DesktopOffer>('POST', 'api/desktop', request);
      if (!offer) return;
      this.id = offer.session.id;
      this.session.value = offer.session;
      this.offer.value = offer;
    } catch (error) {
      this.fault.value = failureInWords(error);
    } finally {
      this.busy.value = false;
    }
  }

  async look(): Promise<void> {
    if (this.id === null || this.session.value?.state === 'ended') return;
    try {
      const found = (await ask<DesktopSummary[]>('GET', 'api/desktop'))?.find(session => session.id === this.id);
      if (found) this.session.value = found;
      else if (this.session.value) this.session.value = { ...this.session.value, state: 'ended', reason: 'it is over' };
      else this.fault.value = 'This session is over, or it never was yours.';
    } catch {
      // What was known stays; the next look may tell more.
    }
  }

  async end(): Promise<void> {
    try {
      if (this.id !== null) await ask('DELETE', `api/desktop/${this.id}`);
      await this.look();
    } catch (error) {
      this.fault.value = failureInWords(error);
    }
  }

  dispose(): void {
    this.#looking.dispose();
  }
}

/** Gives a file to the browser to keep, without an address that could hold its secret. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

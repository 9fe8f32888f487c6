import { signal } from '@preact/signals';
import { Disposables, listen, type Disposable } from '../disposable';
import { address } from '../page';
import { ask, failureInWords, failureOf, isSignedOut } from '../people/api';
import { goToSignIn } from '../people/signInPage';
import type { DeviceList, DeviceStateList } from '../protocol';
import { Catalogue } from './catalogue';
import { DeviceWatch } from './deviceWatch';
import { StateNews } from './stateNews';

const giveUpAfter = 30_000;
const rest = 20_000;

/** The devices that somebody may open, and how they are. */
export class DeviceStore implements Disposable {
  /** Null until the first answer. */
  readonly catalogue = signal<Catalogue | null>(null);
  /** Why the last try failed, in words; null if it did not. */
  readonly fault = signal<string | null>(null);
  readonly #held = new Disposables();
  readonly #news = this.#held.add(new StateNews());
  readonly states = this.#news.states;
  #asked = 0;
  #loaded = 0;

  constructor() {
    // What is told is what changes; what somebody may open may change without a word.
    this.#held.add(listen(window, 'focus', () => { if (performance.now() - this.#loaded > rest) void this.load(); }));
    this.#held.add(new DeviceWatch({
      connected: () => { if (this.catalogue.peek()) void this.load(); },
      states: changes => this.#news.hear(changes),
      inventory: () => void this.load(),
    }));
    void this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const list = await fetchDevices();
      if (asked !== this.#asked) return;
      this.fault.value = null;
      this.#loaded = performance.now();
      // The same again would cost the page all that it has made ready.
      if (list.version !== this.catalogue.peek()?.list.version) this.catalogue.value = new Catalogue(list);
      await this.#look();
    } catch (error) {
      if (asked !== this.#asked) return;
      if (isSignedOut(error)) return goToSignIn();
      this.fault.value = failureInWords(error);
    }
  }

  dispose(): void {
    this.#held.dispose();
  }

  // Without it the devices are shown as not known; that the gateway is away the list says.
  #look(): Promise<void> {
    return this.#news.look(() => ask<DeviceStateList>('GET', 'api/devices/states').catch(() => null));
  }
}

// The browser keeps the list and asks whether it is still the same: ten thousand devices are not sent for nothing.
async function fetchDevices(): Promise<DeviceList> {
  const response = await fetch(address('api/devices'), {
    credentials: 'same-origin',
    cache: 'no-cache',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(giveUpAfter),
  });
  if (!response.ok) throw await failureOf(response);
  return await response.json() as DeviceList;
}

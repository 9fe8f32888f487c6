import { signal } from '@preact/signals';
import { Disposables, every, listen, type Disposable } from '../disposable';
import { address } from '../page';
import { ApiError, ask, failureInWords, failureOf, isSignedOut } from '../people/api';
import { goToSignIn } from '../people/signInPage';
import type { DeviceList } from '../protocol';
import { Catalogue } from './catalogue';
import type { ProtocolState, States } from './states';

const giveUpAfter = 30_000;
const lookAgain = 15_000;

interface StatesAnswer {
  states: Record<string, Record<string, ProtocolState>>;
}

/** The devices that somebody may open, and how they are. */
export class DeviceStore implements Disposable {
  /** Null until the first answer. */
  readonly catalogue = signal<Catalogue | null>(null);
  readonly states = signal<States>(new Map());
  /** Why the last try failed, in words; null if it did not. */
  readonly fault = signal<string | null>(null);
  readonly #held = new Disposables();
  #asked = 0;
  #known = '';

  constructor() {
    const visible = () => document.visibilityState === 'visible';
    this.#held.add(listen(window, 'focus', () => void this.load()));
    this.#held.add(every(lookAgain, () => { if (visible()) void this.#look(); }));
    void this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const list = await fetchDevices();
      if (asked !== this.#asked) return;
      this.fault.value = null;
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

  // A gateway that looks at no ports has no answer; neither has one that is away, which the list says.
  async #look(): Promise<void> {
    try {
      const answer = await ask<StatesAnswer>('GET', 'api/devices/states');
      const known = JSON.stringify(answer?.states ?? {});
      if (known === this.#known) return;
      this.#known = known;
      this.states.value = new Map(Object.entries(answer?.states ?? {}));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) this.states.value = new Map();
    }
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

import { signal } from '@preact/signals';
import { after, Disposables, disposable, every, listen, type Disposable } from '../disposable';
import { onSignedIn } from '../people/signedIn';
import { goToSignIn } from '../people/signInPage';
import type { HubEvents, Refusal } from '../protocol';
import { Backoff } from '../terminal/backoff';
import { Hub } from './hub';
import { TroubleError, type Trouble } from './trouble';
import { SignedOutError, visit } from './visit';

const refreshEvery = 5000;

/** Something that the hub answers, kept up to date over one connection while the page is looked at. */
export class Live<T> implements Disposable {
  /** The last answer; null until the first. */
  readonly latest = signal<T | null>(null);
  /** Whether what is shown is up to date. */
  readonly connected = signal(false);
  /** Tries that failed in a row. */
  readonly failures = signal(0);
  /** What the gateway said of the last failure; null if nothing. */
  readonly trouble = signal<Trouble | null>(null);
  readonly #held = new Disposables();
  readonly #backoff = new Backoff();
  #hub: Hub | null = null;
  #retry: Disposable | null = null;
  #soon: Disposable | null = null;
  #connecting = false;

  /**
   * @param ask what is kept up to date
   * @param changed events after which it is asked for again
   * @param settle milliseconds to wait for more of them
   */
  constructor(private readonly ask: (hub: Hub) => Promise<T>, private readonly changed: (keyof HubEvents)[], private readonly settle: number) {
    const visible = () => document.visibilityState === 'visible';
    this.#held.add(every(refreshEvery, () => { if (visible()) void this.refresh(); }));
    for (const [target, type] of [[window, 'online'], [window, 'focus'], [document, 'visibilitychange']] as const)
      this.#held.add(listen(target, type, () => { if (visible()) this.wake(); }));
    this.#held.add(onSignedIn(() => this.wake()));
    this.#held.add(disposable(() => {
      this.#retry?.dispose();
      this.#soon?.dispose();
      this.#hub?.dispose();
    }));
    void this.#connect();
  }

  /** Looks again at once. */
  wake(): void {
    if (this.#hub) void this.refresh();
    else void this.#connect();
  }

  /** Does something over the connection, and looks again. */
  async use(action: (hub: Hub) => Promise<Refusal | null>): Promise<Refusal | null> {
    if (!this.#hub) return { code: 'failed', title: 'Not connected', detail: 'The gateway cannot be reached at the moment.' };
    const refusal = await action(this.#hub);
    await this.refresh();
    return refusal;
  }

  async refresh(): Promise<void> {
    const hub = this.#hub;
    if (!hub || !this.connected.value) return;
    try {
      const value = await this.ask(hub);
      if (hub === this.#hub) this.latest.value = value;
    } catch {
      // The connection closed, which #lost is told of.
    }
  }

  dispose(): void {
    this.#held.dispose();
  }

  async #connect(): Promise<void> {
    if (this.#connecting) return;
    this.#connecting = true;
    this.#retry?.dispose();
    try {
      await visit();
      const events = Object.fromEntries(this.changed.map(name => [name, () => this.#refreshSoon()]));
      this.#hub = await Hub.connect(null, events, () => this.#lost());
      this.latest.value = await this.ask(this.#hub);
      this.connected.value = true;
      this.failures.value = 0;
      this.#backoff.reset();
    } catch (error) {
      if (error instanceof SignedOutError) goToSignIn();
      else this.#lost(error instanceof TroubleError ? error.trouble : null);
    } finally {
      this.#connecting = false;
    }
  }

  // Where much changes, much changes at once. The first of it sets the time, or a steady stream would put it off for ever.
  #refreshSoon(): void {
    this.#soon ??= after(this.settle, () => {
      this.#soon = null;
      void this.refresh();
    });
  }

  #lost(trouble: Trouble | null = null): void {
    this.trouble.value = trouble;
    this.#hub?.dispose();
    this.#hub = null;
    this.connected.value = false;
    this.failures.value++;
    this.#retry?.dispose();
    this.#retry = after(this.#backoff.next(), () => void this.#connect());
  }
}

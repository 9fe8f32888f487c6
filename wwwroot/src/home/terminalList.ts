import { signal } from '@preact/signals';
import { after, Disposables, disposable, every, listen, type Disposable } from '../disposable';
import { Hub } from '../hub/hub';
import { TroubleError, type Trouble } from '../hub/trouble';
import { visit } from '../hub/visit';
import type { Refusal, TerminalSummary } from '../protocol';
import { Backoff } from '../terminal/backoff';

const refreshEvery = 5000;

/** The visitor's terminals, kept up to date over one hub connection. */
export class TerminalList implements Disposable {
  /** Null until the first answer. */
  readonly terminals = signal<TerminalSummary[] | null>(null);
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
  #connecting = false;

  constructor() {
    const visible = () => document.visibilityState === 'visible';
    this.#held.add(every(refreshEvery, () => { if (visible()) void this.#refresh(); }));
    for (const [target, type] of [[window, 'online'], [window, 'focus'], [document, 'visibilitychange']] as const)
      this.#held.add(listen(target, type, () => { if (visible()) this.wake(); }));
    this.#held.add(disposable(() => {
      this.#retry?.dispose();
      this.#hub?.dispose();
    }));
    void this.#connect();
  }

  /** Looks again at once. */
  wake(): void {
    if (this.#hub) void this.#refresh();
    else void this.#connect();
  }

  async close(id: string): Promise<Refusal | null> {
    if (!this.#hub) return { code: 'failed', title: 'Not connected', detail: 'The gateway cannot be reached at the moment.' };
    const refusal = await this.#hub.close(id);
    await this.#refresh();
    return refusal;
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
      this.#hub = await Hub.connect(null, { TerminalsChanged: () => void this.#refresh() }, () => this.#lost());
      this.terminals.value = await this.#hub.list();
      this.connected.value = true;
      this.failures.value = 0;
      this.#backoff.reset();
    } catch (error) {
      this.#lost(error instanceof TroubleError ? error.trouble : null);
    } finally {
      this.#connecting = false;
    }
  }

  async #refresh(): Promise<void> {
    const hub = this.#hub;
    if (!hub || !this.connected.value) return;
    try {
      const terminals = await hub.list();
      if (hub === this.#hub) this.terminals.value = terminals;
    } catch {
      // The connection closed, which #lost is told of.
    }
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

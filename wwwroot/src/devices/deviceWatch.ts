import { after, Disposables, disposable, listen, type Disposable } from '../disposable';
import { Hub } from '../hub/hub';
import { visit } from '../hub/visit';
import type { DeviceStateChange } from '../protocol';
import { Backoff } from '../terminal/backoff';

/** What is heard of the devices. */
export interface DeviceNews {
  /** From now on everything is told; what was before has to be asked for. */
  connected(): void;
  states(changes: readonly DeviceStateChange[]): void;
  inventory(): void;
  /** Something is new about the devices that dial in. */
  tunnels?(): void;
}

/** Hears over the hub what changes about the devices, and comes back when the connection was lost. */
export class DeviceWatch implements Disposable {
  readonly #held = new Disposables();
  readonly #backoff = new Backoff();
  #hub: Hub | null = null;
  #retry: Disposable | null = null;
  #connecting = false;
  #over = false;

  constructor(private readonly news: DeviceNews) {
    this.#held.add(listen(window, 'online', () => { if (!this.#hub && !this.#connecting) void this.#connect(); }));
    this.#held.add(disposable(() => {
      this.#over = true;
      this.#retry?.dispose();
      this.#hub?.dispose();
    }));
    void this.#connect();
  }

  dispose(): void {
    this.#held.dispose();
  }

  async #connect(): Promise<void> {
    this.#retry?.dispose();
    this.#retry = null;
    this.#connecting = true;
    try {
      await visit();
      const hub = await Hub.connect(null, {
        DeviceStates: changes => this.news.states(changes),
        DevicesChanged: () => this.news.inventory(),
        TunnelsChanged: () => this.news.tunnels?.(),
      }, () => this.#lost());
      if (this.#over) return hub.dispose();
      this.#hub = hub;
      if (await hub.watchDevices()) return;
      this.#backoff.reset();
      this.news.connected();
    } catch {
      // Nobody signed in, or not reached: what the page asks for over HTTP says so, where it has to be said.
      this.#lost();
    } finally {
      this.#connecting = false;
    }
  }

  #lost(): void {
    this.#hub?.dispose();
    this.#hub = null;
    if (!this.#over) this.#retry = after(this.#backoff.next(), () => void this.#connect());
  }
}

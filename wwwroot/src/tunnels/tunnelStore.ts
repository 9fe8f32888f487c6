import { DeviceWatch } from '../devices/deviceWatch';
import { after, Disposables, disposable, every, type Disposable } from '../disposable';
import { Fetched } from '../people/fetched';
import type { TunnelList } from './messages';

const settle = 300;
// Round trips and bytes change all the time, and nobody is told of each.
const refreshEvery = 5000;

/** The devices that dial in, kept up to date while the page is looked at. */
export class TunnelStore implements Disposable {
  readonly list = new Fetched<TunnelList>('api/tunnels');
  readonly #held = new Disposables();
  #soon: Disposable | null = null;

  constructor() {
    const soon = () => this.#refreshSoon();
    const watch = new DeviceWatch({ connected: soon, states: () => undefined, inventory: () => undefined, tunnels: soon });
    this.#held.add(watch);
    this.#held.add(every(refreshEvery, () => { if (document.visibilityState === 'visible') void this.list.load(); }));
    this.#held.add(disposable(() => {
      this.#soon?.dispose();
      this.list.dispose();
    }));
  }

  dispose(): void {
    this.#held.dispose();
  }

  // The first of many sets the time, or a steady stream would put it off for ever.
  #refreshSoon(): void {
    this.#soon ??= after(settle, () => {
      this.#soon = null;
      void this.list.load();
    });
  }
}

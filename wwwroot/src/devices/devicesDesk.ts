import { computed, signal, type Signal } from '@preact/signals';
import { Disposables, disposable, listen, type Disposable } from '../disposable';
import { openSession, oneClickAddress } from '../connect/connect';
import { startingChoice } from '../connect/choice';
import { address, page } from '../page';
import { loadMe } from '../people/me';
import type { DeviceRow } from '../protocol';
import type { Live } from './catalogue';
import { needsStates, readQuery, writeQuery, type DeviceQuery } from './deviceFilter';
import { DeviceStore } from './deviceStore';
import { Shelf } from './shelf';
import type { States } from './states';

const none: States = new Map();

/** Everything that the views of the devices share. */
export class DevicesDesk implements Disposable {
  readonly store = new DeviceStore();
  readonly shelf = new Shelf();
  readonly query: Signal<DeviceQuery> = signal(readQuery(location.search));
  readonly live = computed<Live>(() => ({ states: this.store.states.value, favourites: this.shelf.favourites.value }));
  /** The devices that are asked for; null until they are known. */
  readonly found = computed(() => {
    const query = this.query.value;
    // A device that goes up or down makes no other list of them, unless that is asked for.
    const live = needsStates(query) ? this.live.value : { states: none, favourites: this.shelf.favourites.value };
    return this.store.catalogue.value?.select(query, live) ?? null;
  });
  /** The device whose form is open. */
  readonly asked = signal<DeviceRow | null>(null);
  /** The row of the list that the keyboard is on; -1 for none. */
  readonly active = signal(-1);
  readonly #held = new Disposables();

  constructor() {
    this.#held.add(listen(window, 'popstate', () => (this.query.value = readQuery(location.search))));
    // The list finds out that nobody is signed in, and says where to.
    if (page.signIn) void loadMe().then(person => { if (person) void this.shelf.keepFor(person.id); }, () => undefined);
    this.#held.add(disposable(() => this.store.dispose()));
    this.#held.add(disposable(() => this.shelf.dispose()));
  }

  /** Shows something else; `step` is one that the browser's Back button takes back. */
  show(wanted: DeviceQuery, step: boolean): void {
    // A site's view is of a site.
    const query: DeviceQuery = wanted.view === 'site' && !wanted.wanted['site'] ? { ...wanted, view: 'list' } : wanted;
    const before = writeQuery(this.query.value);
    this.query.value = query;
    const after = writeQuery(query);
    if (after === before) return;
    if (step) history.pushState(null, '', addressOf(query));
    else history.replaceState(null, '', addressOf(query));
  }

  /** Connects as the device's defaults say; where something has to be typed first, the form opens. */
  connect(row: DeviceRow): void {
    if (oneClickAddress(row) === null) return void (this.asked.value = row);
    this.shelf.opened(row.name);
    openSession(row, startingChoice(row), null);
  }

  dispose(): void {
    this.#held.dispose();
  }
}

/** The page's address for what it shows. */
export function addressOf(query: DeviceQuery): string {
  return address(`devices${writeQuery(query)}`);
}

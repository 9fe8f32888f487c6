import { signal } from '@preact/signals';
import { after, Disposables, disposable, listen, type Disposable } from '../disposable';
import { ApiError, ask } from '../people/api';
import type { KeptSettings } from '../protocol';
import { later, readKept, type LocalCopy } from '../screen/copies';

const key = 'gateway:devices';
const recentKey = 'gateway:devices:recent';
const path = 'api/me/settings/devices';
const settle = 800;
const mostFavourites = 90;
const mostColumns = 40;
const mostRecent = 8;

interface Kept {
  favourites: string[];
  columns: string[] | null;
}

/**
 * What somebody has put aside among the devices: favourites and columns, which
 * follow who has signed in to every browser, and the devices opened here.
 */
export class Shelf implements Disposable {
  readonly favourites = signal<ReadonlySet<string>>(new Set());
  /** The columns that were chosen; null for the usual ones. */
  readonly columns = signal<readonly string[] | null>(null);
  /** Names of devices that were opened in this browser, the latest first. */
  readonly recent = signal<readonly string[]>(texts(read(recentKey), mostRecent));
  readonly #held = new Disposables();
  #person: string | null = null;
  #due: Disposable | null = null;

  constructor() {
    this.#show();
    this.#held.add(listen<StorageEvent>(window, 'storage', event => {
      if (event.key === key) this.#show();
      if (event.key === recentKey) this.recent.value = texts(read(recentKey), mostRecent);
    }));
    this.#held.add(listen(window, 'pagehide', () => { if (this.#due) void this.#send(true); }));
    this.#held.add(disposable(() => this.#due?.dispose()));
  }

  /** Adds or removes a favourite. Above the most that are kept the oldest one goes. */
  star(name: string): void {
    const others = [...this.favourites.value].filter(other => other !== name);
    this.#change({ favourites: this.favourites.value.has(name) ? others : [...others, name].slice(-mostFavourites), columns: this.#columns() });
  }

  chooseColumns(columns: readonly string[] | null): void {
    this.#change({ favourites: [...this.favourites.value], columns: columns && columns.slice(0, mostColumns) });
  }

  opened(name: string): void {
    this.recent.value = [name, ...this.recent.value.filter(other => other !== name)].slice(0, mostRecent);
    write(recentKey, this.recent.value);
  }

  /** From now on it is kept at the gateway too, for this person. What fails is tried again the next time. */
  async keepFor(person: string): Promise<void> {
    this.#person = person;
    try {
      const kept = readKept(await ask('GET', path).catch(nothingKept));
      const local = copyOf(read(key));
      switch (later(local, person, kept)) {
        case 'kept':
          if (kept) write(key, { ...keptIn(kept.settings), person, changed: kept.changed });
          this.#show();
          break;
        case 'local':
          await this.#send();
          break;
      }
    } catch {
      // Not reached, or nothing is kept here: this browser's copy is as good as ever.
    }
  }

  dispose(): void {
    this.#held.dispose();
  }

  #columns(): string[] | null {
    return this.columns.value && [...this.columns.value];
  }

  #change(kept: Kept): void {
    write(key, { ...kept, person: this.#person, changed: new Date().toISOString() });
    this.#adopt(kept);
    if (this.#person === null) return;
    this.#due?.dispose();
    this.#due = after(settle, () => void this.#send());
  }

  async #send(leaving = false): Promise<void> {
    this.#due?.dispose();
    this.#due = null;
    const stored = read(key);
    const { changed } = copyOf(stored);
    if (this.#person === null || changed === null) return;
    await ask('PUT', path, { settings: { ...keptIn(stored) }, changed } satisfies KeptSettings, leaving).catch(() => undefined);
  }

  #show(): void {
    this.#adopt(keptIn(read(key)));
  }

  #adopt({ favourites, columns }: Kept): void {
    this.favourites.value = new Set(favourites);
    this.columns.value = columns;
  }
}

function keptIn(stored: unknown): Kept {
  const kept = stored as Partial<Kept> | null;
  return { favourites: texts(kept?.favourites, mostFavourites), columns: Array.isArray(kept?.columns) ? texts(kept.columns, mostColumns) : null };
}

function copyOf(stored: unknown): LocalCopy {
  const copy = stored as Partial<LocalCopy> | null;
  return { person: typeof copy?.person === 'string' ? copy.person : null, changed: typeof copy?.changed === 'string' ? copy.changed : null };
}

function texts(value: unknown, most: number): string[] {
  return Array.isArray(value) ? value.filter(one => typeof one === 'string').slice(0, most) : [];
}

function nothingKept(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is refused: it lasts as long as the page.
  }
}

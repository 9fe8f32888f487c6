import { after, Disposables, disposable, listen, type Disposable } from '../disposable';
import type { KeptSettings } from '../protocol';
import { ApiError, ask } from '../people/api';
import { later, readKept, type LocalCopy } from './copies';
import type { SettingsStore } from './settings';

const key = 'gateway:settings:kept';
const settle = 800;

/**
 * Keeps a person's settings on the gateway too. This browser's copy is what the
 * page reads; what could not be sent is sent the next time.
 */
export class SettingsKeeper implements Disposable {
  readonly #held = new Disposables();
  #due: Disposable | null = null;

  constructor(private readonly store: SettingsStore, private readonly person: string) {
    store.changed = () => {
      write({ person, changed: new Date().toISOString() });
      this.#due?.dispose();
      this.#due = after(settle, () => void this.#send());
    };
    this.#held.add(disposable(() => { store.changed = () => undefined; }));
    this.#held.add(disposable(() => this.#due?.dispose()));
    this.#held.add(listen(window, 'online', () => void this.compare()));
    this.#held.add(listen(window, 'pagehide', () => { if (this.#due) void this.#send(true); }));
    void this.compare();
  }

  /** Brings both copies to the later state. What fails is tried again the next time. */
  async compare(): Promise<void> {
    try {
      const kept = readKept(await ask('GET', 'api/me/settings').catch(nothingKept));
      const local = read();
      switch (later(local, this.person, kept)) {
        case 'kept':
          if (!kept) return;
          this.store.adopt(kept.settings);
          write({ person: this.person, changed: kept.changed });
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

  async #send(leaving = false): Promise<void> {
    this.#due?.dispose();
    this.#due = null;
    const { changed } = read();
    if (changed === null) return;
    write({ person: this.person, changed });
    await ask('PUT', 'api/me/settings', { settings: { ...this.store.own }, changed } satisfies KeptSettings, leaving).catch(() => undefined);
  }
}

function nothingKept(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}

function read(): LocalCopy {
  try {
    const copy = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<LocalCopy>;
    return { person: copy.person ?? null, changed: copy.changed ?? null };
  } catch {
    return { person: null, changed: null };
  }
}

function write(copy: LocalCopy): void {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // Storage is refused: then there is no copy here to compare.
  }
}

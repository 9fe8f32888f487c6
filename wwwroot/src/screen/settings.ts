import { signal, type Signal } from '@preact/signals';

/** What a person may choose. Remembered in this browser. */
export interface Settings {
  theme: string;
  /** Pixels, 8 to 32. */
  fontSize: number;
  fontFamily: string;
  cursorStyle: 'block' | 'bar' | 'underline';
  cursorBlink: boolean;
  /** Lines, 0 to 100,000. */
  scrollback: number;
  copyOnSelect: boolean;
  bell: boolean;
  screenReader: boolean;
  leaveGuard: boolean;
}

export const smallestFont = 8;
export const largestFont = 32;
export const mostScrollback = 100_000;

export const defaults: Readonly<Settings> = {
  theme: 'system',
  fontSize: 14,
  fontFamily: 'JetBrains Mono',
  cursorStyle: 'block',
  cursorBlink: true,
  scrollback: 10_000,
  copyOnSelect: true,
  bell: true,
  screenReader: false,
  leaveGuard: true,
};

const key = 'gateway:settings';

/** The settings, and what a link wishes for this tab only. */
export class SettingsStore {
  readonly current: Signal<Settings>;
  /** Called when a person has changed something. */
  changed: () => void = () => undefined;

  constructor(private readonly wishes: Partial<Settings>) {
    this.current = signal({ ...defaults, ...load(), ...wishes });
    addEventListener('storage', event => {
      if (event.key === key) this.#show();
    });
  }

  /** What was chosen, without what a link wishes. */
  get own(): Settings {
    return { ...defaults, ...load() };
  }

  /** Changes, and remembers. A setting chosen by hand is no longer the link's. */
  set(change: Partial<Settings>): void {
    for (const name of Object.keys(change) as (keyof Settings)[]) delete this.wishes[name];
    const next = { ...this.current.value, ...change };
    next.fontSize = clamp(next.fontSize, smallestFont, largestFont, defaults.fontSize);
    next.scrollback = clamp(next.scrollback, 0, mostScrollback, defaults.scrollback);
    this.current.value = next;
    const own = this.own;
    for (const name of Object.keys(change) as (keyof Settings)[]) Object.assign(own, { [name]: next[name] });
    save(own);
    this.changed();
  }

  /** Takes over what was chosen elsewhere. */
  adopt(settings: unknown): void {
    const adopted = { ...defaults, ...known(settings) };
    adopted.fontSize = clamp(adopted.fontSize, smallestFont, largestFont, defaults.fontSize);
    adopted.scrollback = clamp(adopted.scrollback, 0, mostScrollback, defaults.scrollback);
    save(adopted);
    this.#show();
  }

  #show(): void {
    this.current.value = { ...this.own, ...this.wishes };
  }
}

export function clamp(value: number, least: number, most: number, otherwise: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(Math.round(value), least), most) : otherwise;
}

/** The part of it that is a setting, of the right kind. */
export function known(stored: unknown): Partial<Settings> {
  if (typeof stored !== 'object' || stored === null) return {};
  const entries = Object.entries(stored).filter(([name, value]) =>
    Object.hasOwn(defaults, name) && typeof value === typeof defaults[name as keyof Settings]);
  return Object.fromEntries(entries) as Partial<Settings>;
}

function load(): Partial<Settings> {
  try {
    return known(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return {};
  }
}

function save(settings: Settings): void {
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}

import { characterSets } from './characterSet';
import type { Pace } from './manners';

/** What was chosen for a link in this browser. */
export interface KeptManners {
  encoding: string | null;
  pace: Pace | null;
}

const key = 'gateway:manners';
const most = 50;
const longest = 64;

/** One entry of localStorage for all links. Storage may be refused: then a choice counts in this page only. */
export class MannersMemory {
  constructor(private readonly link: string) {}

  read(): KeptManners {
    const kept = all().find(([link]) => link === this.link)?.[1];
    const { encoding, pace } = kept ?? { encoding: null, pace: null };
    return { encoding: encoding !== null && characterSets.includes(encoding) ? encoding : null, pace: isPace(pace) ? pace : null };
  }

  write(kept: KeptManners): void {
    const others = all().filter(([link]) => link !== this.link);
    const entries = kept.encoding === null && kept.pace === null ? others : [[this.link, kept], ...others].slice(0, most);
    try {
      localStorage.setItem(key, JSON.stringify(entries));
    } catch {
      // See above.
    }
  }
}

function all(): [string, KeptManners][] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is [string, KeptManners] {
  return Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'object' && entry[1] !== null;
}

function isPace(pace: Pace | null | undefined): pace is Pace {
  return !!pace && Number.isFinite(pace.delay) && pace.delay >= 0 && pace.delay <= 10_000 && typeof pace.waitFor === 'string' && pace.waitFor.length <= longest;
}

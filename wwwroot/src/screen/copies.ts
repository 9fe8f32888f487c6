import type { KeptSettings } from '../protocol';

/** What this browser knows of its copy. */
export interface LocalCopy {
  /** Whose it is; null before anybody signed in. */
  person: string | null;
  /** When something was last changed here (ISO 8601); null if nothing ever was. */
  changed: string | null;
}

/** Which copy counts: the one that was changed last. A copy that is somebody else's never replaces what is kept. */
export function later(local: LocalCopy, person: string, kept: KeptSettings | null): 'local' | 'kept' | 'same' {
  if (kept === null) return local.changed === null ? 'same' : 'local';
  if (local.changed === null || (local.person !== null && local.person !== person)) return 'kept';
  const [here, there] = [Date.parse(local.changed), Date.parse(kept.changed)];
  if (here === there) return 'same';
  return here > there ? 'local' : 'kept';
}

/** What came from the gateway, if it is what a page once gave it. */
export function readKept(answer: unknown): KeptSettings | null {
  const kept = answer as Partial<KeptSettings> | null;
  if (typeof kept !== 'object' || kept === null || typeof kept.changed !== 'string' || Number.isNaN(Date.parse(kept.changed))) return null;
  return typeof kept.settings === 'object' && kept.settings !== null ? { settings: kept.settings, changed: kept.changed } : null;
}

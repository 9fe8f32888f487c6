const key = 'gateway:connect';

/** What a form of ours hands to the tab that it opens. */
export interface Handover {
  /** Null if none was typed. */
  password: string | null;
}

/**
 * Opens an address of this gateway in a new tab and hands over to it that it
 * was chosen here, with the password. A tab that is opened so gets a copy of
 * its opener's session storage, which goes with that tab; no address and no
 * other tab has it. Where nothing is to be handed over nothing is copied.
 *
 * @returns whether it was opened, as far as the browser says: not if it blocked a tab with something handed over
 */
export function openWithPassword(address: string, password: string | null): boolean {
  if (password === null && !/[?&](share|automatic)=1/.test(address)) {
    open(address, '_blank', 'noopener');
    return true;
  }
  try {
    sessionStorage.setItem(key, JSON.stringify({ password } satisfies Handover));
  } catch {
    // Storage is refused: the tab asks, and so does the device.
  }
  const opened = open(address, '_blank');
  takeHandover();
  return opened !== null;
}

/** What this tab was opened with, once; null if it was not opened by a form of ours. */
export function takeHandover(): Handover | null {
  try {
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    const handed: unknown = kept === null ? null : JSON.parse(kept);
    if (typeof handed !== 'object' || handed === null || !('password' in handed)) return null;
    return { password: typeof handed.password === 'string' ? handed.password : null };
  } catch {
    return null;
  }
}

import { listen, type Disposable } from '../disposable';

const key = 'gateway:signing-in';

// One object for both: a channel does not hear itself.
const channel = new BroadcastChannel('gateway:signed-in');

/** Somebody has signed in, in this tab: the other tabs of this browser are told. */
export function announceSignedIn(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Storage is refused: then nothing is in it.
  }
  channel.postMessage('signed-in');
}

/** Calls when somebody has signed in, in another tab. */
export function onSignedIn(handler: () => void): Disposable {
  return listen(channel, 'message', () => handler());
}

/** This tab leaves for the sign-in provider, and comes back on whichever page it was sent to. */
export function markSigningIn(): void {
  try {
    sessionStorage.setItem(key, String(Date.now()));
  } catch {
    // Storage is refused: the other tabs are not told, that is all.
  }
}

/** When this tab last left for a provider without being known to have come back signed in, in `Date.now()` milliseconds; null if it did not. */
export function signingInSince(): number | null {
  try {
    const at = sessionStorage.getItem(key);
    return at === null ? null : Number(at);
  } catch {
    return null;
  }
}

/** Somebody is signed in: if this tab has just come back from a provider, the others are told. */
export function settleSigningIn(): void {
  if (signingInSince() !== null) announceSignedIn();
}

import { safeNext } from '../people/next';
import type { SignInWays } from '../protocol';
import { secretIn } from '../terminal/invitationMemory';

/** What the sign-in page was opened for. */
export interface Wish {
  /** Absolute address of the page to go to afterwards. */
  next: string;
  /** Somebody has just signed out. */
  out: boolean;
  /** Opened beside a terminal whose sign-in ends: to be closed afterwards. */
  renew: boolean;
  /** The same, on the way back from the provider. */
  renewed: boolean;
}

export function readWish(href: string, base: string): Wish {
  const { origin, searchParams, hash } = new URL(href);
  const next = safeNext(searchParams.get('next'), base, origin);
  const renew = searchParams.get('renew');
  return {
    next: secretIn(hash) !== null && next.startsWith(`${origin}${base}shared/`) ? next + hash : next,
    out: searchParams.has('out'),
    renew: renew !== null,
    renewed: renew === 'done',
  };
}

const again = 2 * 60_000;

/**
 * The one way that can start by itself, because nothing has to be typed and
 * there is no other; null where somebody has to choose, and after a failure,
 * which would make it a circle.
 *
 * @param since when this tab last left for a provider, in milliseconds; null if it did not
 */
export function wayByItself(ways: SignInWays, wish: Wish, since: number | null, now: number): 'oidc' | 'connection' | null {
  if (wish.out || ways.trouble !== '' || ways.password) return null;
  if (since !== null && now - since < again) return null;
  if (ways.oidc !== '') return ways.connection ? null : 'oidc';
  return ways.connection ? 'connection' : null;
}

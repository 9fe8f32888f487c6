import { secretIn } from '../terminal/invitationMemory';

// C0, C1 and the backslash, which browsers read as a slash.
const never = /[\\\p{Cc}]/u;

/**
 * Where to go after the sign-in: a page of this gateway, below its own path,
 * whatever the address says. Anything else is the start page.
 *
 * @param wish from the query of the sign-in page
 * @param base path of the gateway, ending in "/"
 * @returns an absolute address
 */
export function safeNext(wish: string | null, base: string, origin: string): string {
  const home = new URL(base, origin).href;
  if (wish === null || !wish.startsWith('/') || never.test(wish)) return home;
  let next: URL;
  try {
    next = new URL(wish, origin);
  } catch {
    return home;
  }
  if (next.origin !== origin || next.pathname.startsWith('//') || !next.pathname.startsWith(base)) return home;
  if (next.username !== '' || next.password !== '') return home;
  const path = next.pathname.slice(base.length);
  // Back to the sign-in page would be a circle.
  return path === 'sign-in' || path.startsWith('sign-in/') ? home : next.href;
}

/** The part of an address that may go into a `next`. That is sent to the gateway and to a provider, so a secret has no place in it. */
export function pathOf(address: string): string {
  const { pathname, search, hash } = new URL(address);
  return pathname + search + (secretIn(hash) === null ? hash : '');
}

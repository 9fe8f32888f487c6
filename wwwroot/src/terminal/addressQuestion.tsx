import { render } from 'preact';
import { Dialog } from '../ui/dialog';
import type { Link } from './link';

/**
 * What an address asks for that somebody should have chosen himself: anybody
 * can send a link, and this one would share his terminal, or sign him in.
 */
export function wishesOf({ options }: Link): string[] {
  return [
    ...options?.share === true ? ['share the terminal with everybody who may open the same and shares it, or bring you into theirs'] : [],
    // A device may sign in by default: then saying with which credential is enough.
    ...options?.automatic === true || (options?.automatic !== false && (options?.credentials === 'mine' || options?.credentials === 'device')) ? ['have the gateway sign you in with a kept credential'] : [],
  ];
}

/** The link without that. */
export function plainly(link: Link): Link {
  return link.options === null ? link : { ...link, options: { ...link.options, share: null, automatic: null, credentials: null } };
}

/** Asks once about what only the address says, before anything is opened. */
export async function askAboutAddress(link: Link, place: HTMLElement): Promise<Link> {
  const wishes = wishesOf(link);
  if (wishes.length === 0) return link;
  try {
    return await new Promise<Link>(resolve => render(
      <Dialog title="Open as this link says?" onClose={() => resolve(plainly(link))}>
        <p>The link would {wishes.join(', and ')}.</p>
        <p class="muted">Go on only if you know who made it.</p>
        <div class="actions">
          <button type="button" onClick={() => resolve(link)}>Open like that</button>
          <button type="button" class="primary" data-first onClick={() => resolve(plainly(link))}>Open plainly</button>
        </div>
      </Dialog>, place));
  } finally {
    render(null, place);
  }
}

import type { ConnectOptions, PageLink } from '../protocol';
import { linkPath } from '../recent';

/** What the page's address names. */
export interface Link {
  /** Empty for a device's default. */
  method: string;
  /** Empty for a device's default. */
  user: string;
  /** Empty with a device. */
  port: string;
  device: string | null;
  /** Which of the device's ways; null for the default. */
  use: string | null;
  options: ConnectOptions | null;
}

/** A link with what the form can say and an address may repeat. A password is not among it. */
export function readLink({ method, user, port, device }: PageLink, search: string): Link {
  const query = new URLSearchParams(search);
  const credentials = query.get('credentials');
  const options: ConnectOptions = {
    automatic: flag(query.get('automatic')),
    credentials: credentials === 'mine' || credentials === 'device' || credentials === 'custom' ? credentials : null,
    password: null,
    oneClient: flag(query.get('oneClient')),
    share: flag(query.get('share')),
  };
  return {
    method: device === null ? method : query.get('protocol') ?? '',
    user: device === null ? user : query.get('user') ?? '',
    port,
    device,
    use: device === null ? null : query.get('use'),
    options: Object.values(options).every(said => said === null) ? null : options,
  };
}

/** The link with the password that was typed into the form for it; it goes with the first request that opens something. */
export function withPassword(link: Link, password: string | null): Link {
  if (password === null || link.options?.credentials !== 'custom') return link;
  return { ...link, options: { ...link.options, password } };
}

/** Where a terminal that is there already is found again; a device's own address has no link but the device's. */
export function pathOf({ method, user, port, device }: { method: string; user: string; port: number; device: string }): string {
  if (port !== 0) return linkPath({ method, user, port: String(port) });
  return `connect/${encodeURIComponent(device)}/go?${new URLSearchParams({ protocol: method, user })}`;
}

function flag(value: string | null): boolean | null {
  return value === null ? null : value === '1' || value === 'true';
}

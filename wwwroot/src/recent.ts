/** A link that was opened in this browser. */
export interface RecentLink {
  method: string;
  user: string;
  port: string;
  /** The query, with its "?", or empty. */
  query: string;
  /** `Date.now()` milliseconds. */
  at: number;
}

const key = 'gateway:recent';
const most = 12;

export function recentLinks(): RecentLink[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isRecent) : [];
  } catch {
    return [];
  }
}

export function rememberLink(link: Omit<RecentLink, 'at'>): void {
  const others = recentLinks().filter(other => !same(other, link));
  save([{ ...link, at: Date.now() }, ...others].slice(0, most));
}

export function forgetLink(link: RecentLink): void {
  save(recentLinks().filter(other => !same(other, link)));
}

export function linkPath(link: Pick<RecentLink, 'method' | 'user' | 'port'>): string {
  return `remote/${link.method}/${encodeURIComponent(link.user).replace(/%40/g, '@')}/${link.port}`;
}

function same(a: Omit<RecentLink, 'at'>, b: Omit<RecentLink, 'at'>): boolean {
  return a.method === b.method && a.user === b.user && a.port === b.port && a.query === b.query;
}

function save(links: RecentLink[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(links));
  } catch {
    // Storage is refused: there are no recent links then.
  }
}

function isRecent(value: unknown): value is RecentLink {
  const link = value as RecentLink | null;
  return typeof link === 'object' && link !== null && typeof link.method === 'string' && typeof link.user === 'string'
    && typeof link.port === 'string' && typeof link.query === 'string' && typeof link.at === 'number';
}

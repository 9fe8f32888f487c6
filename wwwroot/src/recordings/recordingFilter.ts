/** Which recordings to look for, and what stood on their screens. Empty strings do not narrow it. */
export interface RecordingFilter {
  words: string;
  person: string;
  method: string;
  port: string;
  /** As a `datetime-local` field gives it, in the reader's own time zone. */
  after: string;
  before: string;
}

export const everything: Readonly<RecordingFilter> = { words: '', person: '', method: '', port: '', after: '', before: '' };

const names = Object.keys(everything) as (keyof RecordingFilter)[];

/** Why it cannot be looked for; null if it can. */
export function filterFault({ port, after, before }: RecordingFilter): string | null {
  if (port !== '' && (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535)) return 'A port is a number from 1 to 65535.';
  if (after !== '' && before !== '' && after > before) return 'The end lies before the beginning.';
  return null;
}

/** Where to ask: for recordings, or for lines where there are words to look for. */
export function recordingQuery(filter: RecordingFilter, page: string | null, limit: number): string {
  const query = new URLSearchParams();
  const words = filter.words.trim();
  const asked = { ...filter, words, person: filter.person.trim(), after: utc(filter.after), before: utc(filter.before) };
  for (const name of names) if (asked[name] !== '') query.set(name, asked[name]);
  query.set('limit', String(limit));
  if (page !== null) query.set('page', page);
  return `api/recordings${words === '' ? '' : '/search'}?${query}`;
}

/** For the page's own address: behind the "#", which no server, proxy or log gets to see. */
export function toFragment(filter: RecordingFilter): string {
  const query = new URLSearchParams();
  for (const name of names) if (filter[name] !== '') query.set(name, filter[name]);
  const text = query.toString();
  return text === '' ? '' : `#${text}`;
}

export function fromFragment(hash: string): RecordingFilter {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  return Object.fromEntries(names.map(name => [name, query.get(name) ?? ''])) as unknown as RecordingFilter;
}

export function isNarrowed(filter: RecordingFilter): boolean {
  return names.some(name => filter[name].trim() !== '');
}

function utc(local: string): string {
  const time = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

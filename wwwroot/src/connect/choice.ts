import type { DeviceRow, DeviceWay, Protocol } from '../protocol';

/** What the form to connect says; a password is never part of it. */
export interface ConnectChoice {
  protocol: Protocol;
  use: string;
  user: string;
  /** Whether the gateway signs in by itself. */
  automatic: boolean;
  credentials: 'mine' | 'device' | 'custom';
  oneClient: boolean;
  share: boolean;
}

const choices: readonly ConnectChoice['credentials'][] = ['mine', 'device', 'custom'];

/** What the device's defaults say. */
export function defaultChoice(row: DeviceRow): ConnectChoice {
  const { protocol, use, automatic, credentials, oneClient, share } = row.defaults;
  const choice = { protocol, use, user: '', automatic: automatic && row.signsIn.includes(protocol), credentials, oneClient, share };
  return { ...choice, user: usualUser(row, choice) };
}

/** What one click does: as the defaults say, but with credentials of which there are any. */
export function startingChoice(row: DeviceRow): ConnectChoice {
  const { credentials, ...start } = defaultChoice(row);
  return { ...start, credentials: keptCredentials(row, credentials) ?? credentials };
}

/** Those of the wanted credentials, or else of the other kept ones, of which there are any; null for none. */
export function keptCredentials(row: DeviceRow, wanted: ConnectChoice['credentials']): ConnectChoice['credentials'] | null {
  const kept = choices.filter(one => one === 'custom' ? wanted === 'custom' : one === 'mine' ? row.keptByMe : row.keptForDevice);
  return kept.find(one => one === wanted) ?? kept[0] ?? null;
}

/** The user where nobody types one; empty where it is whichever the credentials are for. */
export function usualUser({ defaults }: DeviceRow, { automatic, credentials }: Pick<ConnectChoice, 'automatic' | 'credentials'>): string {
  return automatic && credentials !== 'custom' ? '' : defaults.user;
}

/** A choice after a change. A user that nobody has typed goes with it. */
export function changedChoice(row: DeviceRow, before: ConnectChoice, change: Partial<ConnectChoice>): ConnectChoice {
  const after = fitting(row, { ...before, ...change });
  return change.user === undefined && before.user === usualUser(row, before) ? { ...after, user: usualUser(row, after) } : after;
}

/** The way that a choice names; the first where there is none of that name. */
export function wayOf(row: DeviceRow, use: string): DeviceWay {
  const way = row.ways.find(one => one.use === use) ?? row.ways[0];
  if (!way) throw new Error(`There is no way to ${row.name}.`);
  return way;
}

/** A choice that can be: its protocol is one of its way's, and nobody is signed in by what cannot. */
export function fitting(row: DeviceRow, choice: ConnectChoice): ConnectChoice {
  const way = wayOf(row, choice.use);
  const protocol = way.protocols.includes(choice.protocol) ? choice.protocol : way.protocols[0] ?? choice.protocol;
  return { ...choice, use: way.use, protocol, automatic: choice.automatic && row.signsIn.includes(protocol) };
}

/** What an address wants, over the device's defaults; what is none of the names is left as it is. */
export function choiceIn(row: DeviceRow, search: string): ConnectChoice {
  const query = new URLSearchParams(search);
  const start = startingChoice(row);
  const credentials = choices.find(one => one === query.get('credentials'));
  const protocol = query.get('protocol');
  const choice = fitting(row, {
    protocol: protocol === 'ssh' || protocol === 'telnet' ? protocol : start.protocol,
    use: query.get('use') ?? start.use,
    user: '',
    automatic: flag(query.get('automatic')) ?? start.automatic,
    credentials: credentials ?? start.credentials,
    oneClient: flag(query.get('oneClient')) ?? start.oneClient,
    share: flag(query.get('share')) ?? start.share,
  });
  return { ...choice, user: query.get('user') ?? usualUser(row, choice) };
}

/** Where a choice leads: the form filled in, or (`go`) the terminal at once. What is the device's default is left out, and follows it. */
export function connectPath(row: DeviceRow, choice: ConnectChoice, go: boolean): string {
  return `connect/${encodeURIComponent(row.name)}${go ? '/go' : ''}${queryOf(row, choice, ['protocol', 'use', 'user'])}`;
}

/** The form that a terminal's address was filled in with; null where it asked for no password, which would have to be typed again. */
export function passwordFormPath(device: string | null, search: string): string | null {
  if (device === null || new URLSearchParams(search).get('credentials') !== 'custom') return null;
  return `connect/${encodeURIComponent(device)}${search}`;
}

/**
 * The link by port, which works without the inventory too.
 *
 * @returns null where the way is no port of the domain, or nobody is named
 */
export function remotePath(row: DeviceRow, choice: ConnectChoice): string | null {
  const way = wayOf(row, choice.use);
  const port = way.places[choice.protocol];
  const user = choice.user || row.defaults.user;
  if (way.road !== 'domain' || port === undefined || user === '') return null;
  return `remote/${choice.protocol}/${encodeURIComponent(user).replace(/%40/g, '@')}/${port}${queryOf(row, choice, [])}`;
}

function queryOf(row: DeviceRow, choice: ConnectChoice, named: (keyof ConnectChoice)[]): string {
  const start = { ...defaultChoice(row), user: usualUser(row, choice) };
  const query = new URLSearchParams();
  // A password counts only with what says so in as many words.
  const said = choice.automatic && choice.credentials === 'custom' ? ['automatic', 'credentials'] : [];
  for (const name of [...named, 'automatic', 'credentials', 'oneClient', 'share'] as const) {
    const value = choice[name];
    if (value !== start[name] || said.includes(name)) query.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : value);
  }
  const written = query.toString();
  return written === '' ? '' : `?${written}`;
}

function flag(value: string | null): boolean | null {
  return value === '1' || value === 'true' ? true : value === '0' || value === 'false' ? false : null;
}

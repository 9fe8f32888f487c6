/** What to look for in the record. Empty strings do not narrow it. */
export interface AuditFilter {
  event: string;
  person: string;
  port: string;
  terminal: string;
  text: string;
  /** As a `datetime-local` field gives it, in the reader's own time zone. */
  from: string;
  to: string;
}

export const everything: Readonly<AuditFilter> = { event: '', person: '', port: '', terminal: '', text: '', from: '', to: '' };

/** What can be on record, as the record names it, in the order of a terminal's life. */
export const auditEvents = [
  'signedIn', 'signInFailed', 'signedOut', 'signInRevoked', 'signInExpired', 'refused',
  'terminalOpened', 'terminalJoined', 'terminalLeft', 'terminalEnded', 'watchAsked', 'watchAnswered',
  'messageSent', 'terminalEndOrdered', 'rightWithdrawn', 'policyChanged', 'policyRefused',
  'tokenCreated', 'tokenUsed', 'tokenRevoked',
  'credentialAdded', 'credentialChanged', 'credentialRemoved', 'credentialUsed', 'credentialFailed', 'auditRead', 'gatewayStarted', 'gatewayStopped',
] as const;

/** "terminalEndOrdered" as "Terminal end ordered". */
export function eventInWords(event: string): string {
  const words = event.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/\bsign in\b/g, 'sign-in').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Events that somebody should have a second look at. */
export function isGrave(event: string): boolean {
  return ['signInFailed', 'refused', 'rightWithdrawn', 'policyRefused', 'terminalEndOrdered', 'signInRevoked'].includes(event);
}

/** Why it cannot be looked for; null if it can. */
export function filterFault({ port, from, to }: AuditFilter): string | null {
  if (port !== '' && (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535)) return 'A port is a number from 1 to 65535.';
  if (from !== '' && to !== '' && from > to) return 'The end lies before the beginning.';
  return null;
}

/** The query of `api/audit`, with its "?", or empty. Times are UTC in it. */
export function auditQuery(filter: AuditFilter, page: string | null = null, limit: number | null = null): string {
  const query = new URLSearchParams();
  const add = (name: string, value: string) => { if (value !== '') query.set(name, value); };
  add('after', utc(filter.from));
  add('before', utc(filter.to));
  add('event', filter.event);
  add('person', filter.person.trim());
  add('port', filter.port);
  add('terminal', filter.terminal.trim());
  add('text', filter.text.trim());
  if (limit !== null) query.set('limit', String(limit));
  if (page !== null) query.set('page', page);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function utc(local: string): string {
  const time = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(time) ? '' : new Date(time).toISOString();
}

import type { TokenScope } from '../protocol';

/** What a token may be made for, with a line that says what that is. */
const scopes: readonly [scope: TokenScope, meaning: string][] = [
  ['terminals', 'List, open, use and end your terminals, as you may.'],
  ['watch', 'Watch terminals of others, as you may.'],
  ['recordings', 'List, search, replay and download recordings, as you may.'],
  ['read', 'See what administrators see: terminals, nodes, the audit record.'],
  ['administer', 'Do what administrators do: messages, ending terminals, revoking sign-ins.'],
];

const ofAdministrators: ReadonlySet<TokenScope> = new Set(['read', 'administer']);

/** What is worth offering to somebody: a token cannot do more than its person. */
export function scopesFor(administrator: boolean): readonly [scope: TokenScope, meaning: string][] {
  return scopes.filter(([scope]) => administrator || !ofAdministrators.has(scope));
}

export const mostDays = 365;
export const longestName = 64;

/** Why a token cannot be made of this; null if it can. The gateway decides; this only saves a round trip. */
export function tokenFault(name: string, chosen: readonly TokenScope[], days: number): string | null {
  if (name.trim() === '') return 'Give it a name, so that you know it again.';
  if (chosen.length === 0) return 'Choose at least one thing it may do.';
  if (!Number.isInteger(days) || days < 1 || days > mostDays) return `It can last from 1 to ${mostDays} days.`;
  return null;
}

/** How a script uses a token. The token is read, not written into the command, where others would see it. */
export function exampleFor(base: string): string {
  return `read -rs TOKEN\ncurl -H @- ${base}api/terminals <<< "Authorization: Bearer $TOKEN"`;
}

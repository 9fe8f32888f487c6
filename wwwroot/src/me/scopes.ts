import type { TokenScope } from '../protocol';

/** What a token may be made for, with a line that says what that is. */
export const scopes: readonly [scope: TokenScope, meaning: string][] = [
  ['read', 'See your list of terminals.'],
  ['terminals', 'Open, use and end terminals, as you may.'],
  ['watch', 'Watch terminals of others, as you may.'],
  ['administer', 'Everything an administrator may.'],
];

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

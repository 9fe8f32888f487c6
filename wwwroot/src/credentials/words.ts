import type { CredentialSummary } from '../protocol';

/** The names in a text that separates them by commas, blanks or lines. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(name => name !== ''))];
}

/** What a credential is for. */
export function placesInWords({ devices, groups, people }: CredentialSummary): string {
  const places = [...devices.map(name => name === '*' ? 'all devices' : name), ...groups.map(name => `group ${name}`)];
  const where = places.length === 0 ? 'for no device' : `for ${places.join(', ')}`;
  return people.length === 0 ? where : `${where}, for people of ${people.join(', ')} only`;
}

const userPattern = /^[A-Za-z0-9_][A-Za-z0-9._@+\\-]{0,63}$/;

/** Why the gateway would refuse this user; null if it would not. The gateway decides; this only saves a round trip. */
export function userFault(user: string): string | null {
  if (user === '') return 'Type the user name on the device.';
  return userPattern.test(user) ? null : 'Letters, digits and . _ @ + \\ - only; the first one a letter, a digit or _.';
}

export function portFault(port: string, allowed: readonly [number, number][]): string | null {
  if (port === '') return 'Type the port of the device.';
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535) return 'A port is a number from 1 to 65535.';
  const number = Number(port);
  if (allowed.some(([first, last]) => number >= first && number <= last)) return null;
  return `Not allowed here. Allowed: ${portsInWords(allowed)}.`;
}

export function portsInWords(allowed: readonly [number, number][]): string {
  if (allowed.length === 0) return 'none';
  return allowed.map(([first, last]) => first === last ? String(first) : `${first}–${last}`).join(', ');
}

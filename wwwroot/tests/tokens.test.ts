import { expect, it } from 'vitest';
import { exampleFor, scopesFor, tokenFault } from '../src/me/scopes';

it('a token has a name, something it may do, and an end', () => {
  expect(tokenFault('backup', ['read'], 90)).toBeNull();
  expect(tokenFault('  ', ['read'], 90)).toMatch(/name/);
  expect(tokenFault('backup', [], 90)).toMatch(/least one/);
  for (const days of [0, 366, 1.5, Number.NaN, -1]) expect(tokenFault('backup', ['read'], days), String(days)).toMatch(/days/);
});

it('only administrators are offered what only they may', () => {
  expect(scopesFor(false).map(([scope]) => scope)).toEqual(['terminals', 'watch', 'recordings']);
  expect(scopesFor(true).map(([scope]) => scope)).toEqual(['terminals', 'watch', 'recordings', 'read', 'administer']);
});

it('the example does not put the token on a command line', () => {
  expect(exampleFor('https://g.example/')).not.toMatch(/curl[^<]*TOKEN/);
});

import { describe, expect, it } from 'vitest';
import type { SignInWays } from '../src/protocol';
import { readWish, wayByItself } from '../src/signIn/wish';

const none: SignInWays = { password: false, code: false, oidc: '', connection: false, trouble: '' };
const now = 10_000_000;
const starts = (ways: Partial<SignInWays>, query = '', since: number | null = null) =>
  wayByItself({ ...none, ...ways }, readWish(`https://g.example/sign-in${query}`, '/'), since, now);

describe('the sign-in page', () => {
  it('starts the only way by itself where nothing has to be typed', () => {
    expect(starts({ oidc: 'Single sign-on' })).toBe('oidc');
    expect(starts({ connection: true })).toBe('connection');
    expect(starts({ oidc: 'Single sign-on' }, '?renew')).toBe('oidc');
  });

  it('starts nothing where there is a choice, or something to type', () => {
    expect(starts({ oidc: 'Single sign-on', connection: true })).toBeNull();
    expect(starts({ oidc: 'Single sign-on', password: true })).toBeNull();
    expect(starts({ password: true })).toBeNull();
    expect(starts({})).toBeNull();
  });

  it('starts nothing after somebody has signed out, or the provider has failed', () => {
    expect(starts({ oidc: 'Single sign-on' }, '?out')).toBeNull();
    expect(starts({ oidc: 'Single sign-on', trouble: 'The provider does not answer.' })).toBeNull();
  });

  it('does not turn in a circle with a provider that sends people back', () => {
    expect(starts({ oidc: 'Single sign-on' }, '', now - 3000)).toBeNull();
    expect(starts({ connection: true }, '', now - 3000)).toBeNull();
    expect(starts({ oidc: 'Single sign-on' }, '', now - 3_600_000)).toBe('oidc');
  });

  it('knows what it was opened for', () => {
    expect(readWish('https://g.example/gw/sign-in?renew=done', '/gw/')).toEqual({ next: 'https://g.example/gw/', out: false, renew: true, renewed: true });
    expect(readWish('https://g.example/sign-in?out&next=//evil', '/')).toEqual({ next: 'https://g.example/', out: true, renew: false, renewed: false });
  });
});

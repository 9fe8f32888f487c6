import { describe, expect, it } from 'vitest';
import { pathOf, safeNext } from '../src/people/next';

const origin = 'https://gateway.example';
const at = (wish: string | null, base = '/') => safeNext(wish, base, origin);

describe('where to go after the sign-in', () => {
  it('is the page that asked for it, with its query and its fragment', () => {
    expect(at('/remote/ssh/alice/6022?theme=nord#terminal=abc')).toBe(`${origin}/remote/ssh/alice/6022?theme=nord#terminal=abc`);
    expect(at('/gw/me', '/gw/')).toBe(`${origin}/gw/me`);
  });

  it('is the start page where nothing is asked for', () => {
    expect(at(null)).toBe(`${origin}/`);
    expect(at('')).toBe(`${origin}/`);
    expect(at(null, '/gw/')).toBe(`${origin}/gw/`);
  });

  it.each([
    '//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example/', 'https:/evil.example', 'javascript:alert(1)',
    'data:text/html,x', '/\t/evil.example', '/\n//evil.example', '/\u0085/evil.example', ' //evil.example', '/a/..//evil.example', '/.//evil.example',
    '/%2e%2e//evil.example', '//gateway.example@evil.example', 'evil.example', '@evil.example', '.', '//',
  ])('never leaves the gateway: %j', wish => {
    expect(at(wish)).toBe(`${origin}/`);
  });

  it.each(['/', '/other', '/gwx/me', '/gw/../other', '/gw/%2e%2e/other', '/gw'])('never leaves the path of the gateway: %s', wish => {
    expect(at(wish, '/gw/')).toBe(`${origin}/gw/`);
  });

  it('keeps what is encoded encoded', () => {
    expect(at('/%2f%2fevil.example')).toBe(`${origin}/%2f%2fevil.example`);
    expect(at('/me?next=//evil.example')).toBe(`${origin}/me?next=//evil.example`);
  });

  it.each(['/sign-in', '/sign-in?next=/me', '/sign-in/oidc?next=/', '/./sign-in'])('is never the sign-in page again: %s', wish => {
    expect(at(wish)).toBe(`${origin}/`);
  });

  it('comes back unchanged from the address of a page', () => {
    const page = `${origin}/remote/ssh/a@b/6022?title=x%26y#watch=1`;
    expect(at(pathOf(page))).toBe(page);
  });
});

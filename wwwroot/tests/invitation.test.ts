import { describe, expect, it } from 'vitest';
import { pathOf } from '../src/people/next';
import { forWhom, usedInWords } from '../src/sharing/words';
import { readWish } from '../src/signIn/wish';
import { InvitationMemory, secretIn } from '../src/terminal/invitationMemory';

const secret = '0123456789abcdef0123456789abcdef';

function storage() {
  const kept = new Map<string, string>();
  return { kept, store: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as unknown as Storage };
}

describe('the secret of an invitation', () => {
  it('is the whole fragment, or none', () => {
    expect(secretIn(`#${secret}`)).toBe(secret);
    for (const hash of ['', '#', '#terminal=a', `#${secret}0`, `#${secret.slice(1)}`, `#${secret.toUpperCase()}`, `#${secret}&x`, '#<script>']) expect(secretIn(hash), hash).toBeNull();
  });

  it('leaves the address once the tab keeps it, and is there after a reload without it', () => {
    const { store } = storage();
    let concealed = 0;
    expect(new InvitationMemory('t', () => store).take(`#${secret}`, () => concealed++)).toBe(secret);
    expect(concealed).toBe(1);
    expect(new InvitationMemory('t', () => store).take('', () => concealed++)).toBe(secret);
    expect(new InvitationMemory('other', () => store).take('', () => concealed++)).toBeNull();
    expect(concealed).toBe(1);
  });

  it('stays in the address where storage is refused, or a reload would lose it', () => {
    let concealed = 0;
    const refused = () => { throw new Error('refused'); };
    expect(new InvitationMemory('t', refused).take(`#${secret}`, () => concealed++)).toBe(secret);
    expect(new InvitationMemory('t', refused).take('', () => concealed++)).toBeNull();
    expect(concealed).toBe(0);
  });

  it('a newer link replaces an older one', () => {
    const { store } = storage();
    const other = secret.replaceAll('0', 'f');
    new InvitationMemory('t', () => store).take(`#${secret}`, () => undefined);
    expect(new InvitationMemory('t', () => store).take(`#${other}`, () => undefined)).toBe(other);
    expect(new InvitationMemory('t', () => store).take('', () => undefined)).toBe(other);
  });

  it('is never in what is sent on the way through the sign-in, but comes back in the fragment', () => {
    expect(pathOf(`https://gateway.example/shared/abc#${secret}`)).toBe('/shared/abc');
    expect(readWish(`https://gateway.example/sign-in?next=%2Fshared%2Fabc#${secret}`, '/').next).toBe(`https://gateway.example/shared/abc#${secret}`);
    expect(readWish(`https://gateway.example/sign-in?next=%2Fme#${secret}`, '/').next).toBe('https://gateway.example/me');
    expect(readWish('https://gateway.example/sign-in?next=%2Fshared%2Fabc', '/').next).toBe('https://gateway.example/shared/abc');
  });
});

it('an invitation is told in words', () => {
  expect([forWhom({ person: null, may: 'watch' }), forWhom({ person: 'bob', may: 'type' })]).toEqual(['Anyone who may open this port can watch', 'bob can type']);
  expect([0, 1, 3].map(usedInWords)).toEqual(['not used yet', 'used once', 'used 3 times']);
});

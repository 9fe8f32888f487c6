import { describe, expect, it } from 'vitest';
import { later, readKept } from '../src/screen/copies';
import { known } from '../src/screen/settings';

const kept = (changed: string) => ({ settings: { theme: 'nord' }, changed });
const [early, late] = ['2026-01-01T10:00:00.000Z', '2026-01-01T10:00:01.000Z'];

describe('of two copies of the settings', () => {
  it('the one that was changed last counts', () => {
    expect(later({ person: 'alice', changed: early }, 'alice', kept(late))).toBe('kept');
    expect(later({ person: 'alice', changed: late }, 'alice', kept(early))).toBe('local');
    expect(later({ person: 'alice', changed: late }, 'alice', kept(late))).toBe('same');
    expect(later({ person: 'alice', changed: '2026-01-01T12:00:01+02:00' }, 'alice', kept(late))).toBe('same');
  });

  it('the only one counts', () => {
    expect(later({ person: null, changed: null }, 'alice', null)).toBe('same');
    expect(later({ person: null, changed: early }, 'alice', null)).toBe('local');
    expect(later({ person: null, changed: null }, 'alice', kept(early))).toBe('kept');
  });

  it('somebody else’s never replaces what is kept', () => {
    expect(later({ person: 'bob', changed: late }, 'alice', kept(early))).toBe('kept');
  });
});

describe('what comes from the gateway', () => {
  it('is taken only if it has the form that a page gave it', () => {
    expect(readKept({ settings: { theme: 'nord' }, changed: late })).toEqual(kept(late));
    for (const wrong of [null, {}, [], 'x', { settings: {} }, { changed: late }, { settings: null, changed: late }, { settings: {}, changed: 'soon' }, { settings: {}, changed: 7 }])
      expect(readKept(wrong), JSON.stringify(wrong)).toBeNull();
  });

  it('changes nothing that is no setting, or of another kind', () => {
    expect(known({ theme: 'nord', fontSize: '99', bell: 1, evil: true, __proto__: { x: 1 } })).toEqual({ theme: 'nord' });
  });
});

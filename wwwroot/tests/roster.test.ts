import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Company as Standing, Member } from '../src/protocol';
import { Company } from '../src/terminal/company';
import { news, Roster } from '../src/terminal/roster';
import { member } from './members';

const baton = (...people: Member[]): Standing => ({ mode: 'baton', people });
const open = (...people: Member[]): Standing => ({ mode: 'open', people });
const owner = member('o', { owner: true });
const names = (members: Member[]) => members.map(({ id }) => id).join('');

describe('the keyboard', () => {
  const held = baton({ ...owner, types: true }, member('a'), member('b', { wants: true }), member('w', { may: 'watch' }), member('x', { may: 'watch', administrator: true }));
  const away = baton(owner, member('a', { types: true }), member('b', { wants: true }), member('w', { may: 'watch' }));

  it.each<[who: string, company: Standing, does: string[]]>([
    ['o', held, []], ['a', held, ['ask']], ['b', held, []], ['w', held, []], ['x', held, []], ['gone', held, []],
    ['o', away, ['take']], ['a', away, ['release']], ['b', away, []], ['w', away, []],
    ['o', open({ ...owner, types: true }, member('a', { types: true })), []], ['a', open({ ...owner, types: true }, member('a', { types: true })), []],
  ])('%s may do with it what is theirs', (who, company, does) => {
    const roster = new Roster(company, who);
    expect([roster.canAsk && 'ask', roster.canTake && 'take', roster.canRelease && 'release'].filter(Boolean)).toEqual(does);
  });

  it('has one who answers the device, whoever types', () => {
    const answering = (company: Standing) => names(company.people.filter(({ id }) => new Roster(company, id).answers));
    const typing = [{ ...owner, types: true }, member('p', { owner: true, types: true }), member('a', { types: true })];
    expect([held, away, open(member('w', { may: 'watch' }), ...typing), baton(owner, member('a'))].map(answering)).toEqual(['o', 'a', 'o', '']);
  });

  it('is given by the owner and by who has it, to those who came to type', () => {
    const given = (who: string, company: Standing) => names(company.people.filter(other => new Roster(company, who).canGrant(other)));
    expect(given('o', held)).toBe('ab');
    expect([given('a', held), given('w', held)]).toEqual(['', '']);
    expect([given('o', away), given('a', away)]).toEqual(['b', 'b']);
    expect(names(new Roster(away, 'a').asking)).toBe('b');
    expect(names(new Roster(held, 'a').asking)).toBe('');
  });

  it('is in the hands of one, or of nobody in particular', () => {
    expect(new Roster(away, 'o').holder?.id).toBe('a');
    expect(new Roster(open(owner, member('a', { types: true })), 'o').holder).toBeNull();
  });
});

describe('the people', () => {
  it('stand with oneself first, then who types, then the owner; one’s own other tabs are no company', () => {
    const company = baton(member('w'), owner, member('a', { types: true }), member('b'));
    expect(names(new Roster(company, 'b').people)).toBe('baow');
    expect(names(new Roster(baton(owner, { ...owner, id: 'p' }, member('a')), 'o').others)).toBe('a');
  });

  it('are sent away by the owner only, and never an administrator', () => {
    const company = baton(owner, member('a'), member('x', { administrator: true }));
    const sent = (who: string) => names(company.people.filter(other => new Roster(company, who).canSendAway(other)));
    expect([sent('o'), sent('a'), sent('x')]).toEqual(['a', '', '']);
  });
});

describe('what is new', () => {
  it('is who came and left', () => {
    expect(news(baton(owner), baton(owner, member('a'), member('w', { may: 'watch' }), member('x', { may: 'watch', administrator: true })), 'o'))
      .toEqual(['A joined', 'W joined to watch', 'X (administrator) joined to watch']);
    expect(news(baton(owner, member('a')), baton(owner), 'o')).toEqual(['A left']);
    expect(news(baton(owner), baton(owner, { ...owner, id: 'p' }), 'o')).toEqual([]);
  });

  it('is who has the keyboard, said to each as it concerns them', () => {
    const before = baton({ ...owner, types: true }, member('a'), member('b'));
    const after = baton(owner, member('a', { types: true }), member('b'));
    expect(['o', 'a', 'b'].map(who => news(before, after, who))).toEqual([['A has the keyboard'], ['You have the keyboard'], ['A has the keyboard']]);
    expect(news(before, { ...before, people: [...before.people] }, 'o')).toEqual([]);
  });

  it('is how it is shared', () => {
    expect(news(baton({ ...owner, types: true }), open({ ...owner, types: true }), 'o')).toEqual(['Everybody who came to type may type now']);
  });
});

describe('the company of a tab', () => {
  beforeEach(() => void vi.useFakeTimers());
  const met = () => {
    const company = new Company();
    company.meet({ me: 'o', company: baton({ ...owner, types: true }) });
    return company;
  };

  it('says for a few seconds what is new, and nothing of who was there before', () => {
    const company = met();
    expect(company.news.value).toBeNull();
    company.events.CompanyChanged(baton({ ...owner, types: true }, member('a')));
    expect(company.news.value).toBe('A joined');
    vi.advanceTimersByTime(5000);
    expect(company.news.value).toBeNull();
  });

  it('takes nobody for news before it knows who was there', () => {
    const company = new Company();
    company.events.CompanyChanged(baton(owner, member('a')));
    expect(company.news.value).toBeNull();
    expect(company.roster.value.people.length).toBe(2);
  });

  it('does not repeat a wish that was put aside, until it is wished anew', () => {
    const company = met();
    const asking = (wants: boolean) => company.events.CompanyChanged(baton({ ...owner, types: true }, member('a', { wants })));
    asking(true);
    company.ignore('a');
    asking(true);
    expect(company.unheard.value.has('a')).toBe(true);
    asking(false);
    asking(true);
    expect(company.unheard.value.has('a')).toBe(false);
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Company } from '../src/terminal/company';
import { EndTimes } from '../src/terminal/endTimes';
import { readFragment } from '../src/terminal/firstGoal';
import { isWatching } from '../src/terminal/state';
import { member } from './members';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));

describe('the people of a terminal', () => {
  it('ask once each, until they are answered here or elsewhere', () => {
    const company = new Company();
    company.events.WatchAsked({ id: '1', name: 'Bob' });
    company.events.WatchAsked({ id: '1', name: 'Bob' });
    company.events.WatchAsked({ id: '2', name: 'Carol' });
    expect(company.requests.value.map(({ name }) => name)).toEqual(['Bob', 'Carol']);
    company.events.WatchSettled('1');
    company.settle('2');
    expect(company.requests.value).toEqual([]);
  });

  it('are told anew by a new connection, but what was written stays', () => {
    const company = new Company();
    company.meet({ me: 'a', company: { mode: 'baton', people: [member('a', { owner: true }), member('b')] } });
    company.events.WatchAsked({ id: '1', name: 'Bob' });
    company.events.MessageReceived({ from: 'Carol', text: 'hi', at: '' });
    company.forget();
    expect([company.roster.value.people.length, company.requests.value.length, company.messages.value.length]).toEqual([0, 0, 1]);
  });

  it('cannot fill the page with messages', () => {
    const company = new Company();
    for (let number = 0; number < 50; number++) company.events.MessageReceived({ from: 'Carol', text: String(number), at: '' });
    expect(company.messages.value.map(({ text }) => text)).toEqual(['45', '46', '47', '48', '49']);
  });
});

it('an end of a right is announced, and taken back', () => {
  const ends = new EndTimes();
  ends.events.Ending({ seconds: 60, reason: 'signin', message: 'Soon.' });
  expect(ends.right.value).toEqual({ until: 1_060_000, reason: 'signin', message: 'Soon.' });
  ends.events.Ending({ seconds: 0, reason: 'signin', message: '' });
  expect(ends.right.value).toBeNull();
});

it('an address names a terminal to come back to, or to watch', () => {
  expect(readFragment('#terminal=a-B_9')).toEqual({ terminal: 'a-B_9', watch: false });
  expect(readFragment('#watch=a')).toEqual({ terminal: 'a', watch: true });
  for (const hash of ['', '#', '#watch=', '#watch=a/b', '#other=a', '#terminal=<x>']) expect(readFragment(hash), hash).toBeNull();
});

it('who asks to watch watches', () => {
  expect(isWatching({ kind: 'ask', terminal: 'a', who: 'Bob' })).toBe(true);
  expect(isWatching({ kind: 'join', terminal: 'a', viewer: null, watch: false, invitation: null, share: false })).toBe(false);
  expect(isWatching({ kind: 'open', besides: true })).toBe(false);
});

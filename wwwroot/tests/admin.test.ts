import { describe, expect, it } from 'vitest';
import { auditQuery, eventInWords, everything, filterFault } from '../src/admin/auditFilter';
import { found, sorted, turned } from '../src/admin/sorting';
import type { AdminTerminal } from '../src/protocol';

const terminal = (id: string, other: Partial<AdminTerminal> = {}): AdminTerminal => ({
  id, person: 'Alice', personId: 'local:alice', address: '192.0.2.1', method: 'ssh', user: 'admin', port: 6022, node: 'gw-1', started: '2026-01-01T10:00:00Z',
  idle: 0, viewers: 1, watchers: [], bytes: 0, typed: 0, rule: 'netops', ended: null, device: '', place: `gateway.example:${other.port ?? 6022}`, ...other,
});
const ids = (terminals: AdminTerminal[]) => terminals.map(({ id }) => id).join('');

describe('the query of the record', () => {
  it('is empty where nothing narrows it', () => expect(auditQuery(everything)).toBe(''));

  it('has what was filled in, encoded, and times in UTC', () => {
    const query = new URLSearchParams(auditQuery({ ...everything, event: 'refused', person: ' bob&x=1 ', port: '6022', text: 'a b', from: '2026-01-01T10:00' }, 'next/1', 50));
    expect(Object.fromEntries(query)).toEqual({
      event: 'refused', person: 'bob&x=1', port: '6022', text: 'a b', after: new Date('2026-01-01T10:00').toISOString(), limit: '50', page: 'next/1',
    });
  });

  it('is not asked with what cannot be', () => {
    expect(filterFault(everything)).toBeNull();
    expect(filterFault({ ...everything, port: '65535' })).toBeNull();
    for (const port of ['0', '65536', 'ssh', '-1', '6 0']) expect(filterFault({ ...everything, port }), port).not.toBeNull();
    expect(filterFault({ ...everything, from: '2026-01-02T00:00', to: '2026-01-01T00:00' })).not.toBeNull();
  });

  it('names events in words', () => {
    expect(['signInFailed', 'terminalEndOrdered', 'signedIn', 'refused'].map(eventInWords)).toEqual(['Sign-in failed', 'Terminal end ordered', 'Signed in', 'Refused']);
  });
});

describe('the list of everybody’s terminals', () => {
  const three = [terminal('a', { bytes: 5, person: 'item 10' }), terminal('b', { bytes: 9, person: 'item 9' }), terminal('c', { bytes: 5, person: 'item 9' })];

  it('is sorted by any column, and what is alike keeps its place', () => {
    expect(ids(sorted(three, { column: 'bytes', direction: -1 }))).toBe('bac');
    expect(ids(sorted([...three].reverse(), { column: 'bytes', direction: 1 }))).toBe('acb');
    expect(ids(sorted(three, { column: 'person', direction: 1 }))).toBe('bca');
  });

  it('counts the owner’s pages and everybody else as being on a terminal', () => {
    const watchers = [{ name: 'Bob', since: '', administrator: false }, { name: 'Carol', since: '', administrator: true }];
    expect(ids(sorted([terminal('a', { viewers: 2 }), terminal('b', { watchers }), terminal('c')], { column: 'viewers', direction: -1 }))).toBe('bac');
  });

  it('turns round at the second click', () => {
    const once = turned({ column: 'started', direction: -1 }, 'bytes');
    expect([once, turned(once, 'bytes')]).toEqual([{ column: 'bytes', direction: -1 }, { column: 'bytes', direction: 1 }]);
  });

  it('is searched for every word, anywhere', () => {
    const some = [terminal('a'), terminal('b', { person: 'Bob', port: 7001 }), terminal('c', { watchers: [{ name: 'Carol', since: '', administrator: true }] })];
    expect(ids(found(some, ''))).toBe('abc');
    expect(ids(found(some, ' BOB 7001 '))).toBe('b');
    expect(ids(found(some, 'carol'))).toBe('c');
    expect(ids(found(some, 'bob 6022'))).toBe('');
  });

  it('is quick with two thousand', () => {
    const many = Array.from({ length: 2000 }, (_, index) => terminal(String(index), { bytes: index % 7, person: `p${index % 50}` }));
    const began = performance.now();
    for (let time = 0; time < 10; time++) sorted(found(many, 'p1'), { column: 'person', direction: 1 });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

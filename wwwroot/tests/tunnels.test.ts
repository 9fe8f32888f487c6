import { expect, it } from 'vitest';
import type { TunnelMember, TunnelRow } from '../src/tunnels/messages';
import { emptyAnnouncement, requestOf } from '../src/tunnels/announcement';
import { linesOf, matches, portsOf, roundTripInWords, stateOf } from '../src/tunnels/words';

const member = (change: Partial<TunnelMember> = {}): TunnelMember => ({
  member: 'master', ssh: 10022, http: null, app: null, identity: 'key', fingerprint: '', web: '', roads: [], lastSeen: null, flaps: 0, refusal: null, problems: [], ...change,
});
const row = (change: Partial<TunnelRow> = {}): TunnelRow => ({ name: 'sop001', stopped: false, servicePort: null, serviceOn: '', preferred: 'master', direct: null, members: [member()], ...change });
const road = { road: 'websocket', node: 'node-1', since: '2026-11-26T02:00:00Z', from: '192.0.2.7', roundTrip: 12, received: 1, sent: 2, services: ['ssh'] };

it('a device is live by any road, was seen, was never seen, or is stopped whatever it does', () => {
  const state = (one: TunnelRow) => stateOf(linesOf([one])[0]!);
  expect(state(row())).toBe('never');
  expect(state(row({ members: [member({ lastSeen: '2026-11-26T02:00:00Z' })] }))).toBe('down');
  expect(state(row({ members: [member({ roads: [road] })] }))).toBe('up');
  expect(state(row({ stopped: true, members: [member({ roads: [road] })] }))).toBe('stopped');
});

it('a pair is two lines, each with its own ports', () => {
  const lines = linesOf([row({ members: [member({ http: 10080 }), member({ member: 'clone', ssh: 10023, app: 10090 })] })]);
  expect(lines.map(line => portsOf(line.member))).toEqual([[[10022, 'ssh'], [10080, 'http']], [[10023, 'ssh'], [10090, 'app']]]);
});

it('a search finds by name, port, road, node and address, all words at once', () => {
  const line = linesOf([row({ members: [member({ roads: [road] })] })])[0]!;
  for (const words of [['sop'], ['10022'], ['websocket'], ['node-1', '192.0.2.7'], []]) expect(matches(line, words), words.join(' ')).toBe(true);
  expect(matches(line, ['sop', 'reverse'])).toBe(false);
});

it('a round trip has a decimal only where that says something', () => {
  expect([null, 0.42, 38.4].map(roundTripInWords)).toEqual(['–', '0.4\u00a0ms', '38\u00a0ms']);
});

it('an announcement is turned into a request, a clone’s ports only with a clone', () => {
  const said = { ...emptyAnnouncement, name: ' sop001 ', ssh: '10022', http: '10080', cloneSsh: '10023', service: '10024' };
  expect(requestOf(said).request).toEqual({ name: 'sop001', ssh: 10022, http: 10080, app: null, cloneSsh: null, cloneHttp: null, cloneApp: null, service: null, passwords: false });
  expect(requestOf({ ...said, pair: true }).request?.cloneSsh).toBe(10023);
});

it('an announcement with a fault is not sent', () => {
  const said = { ...emptyAnnouncement, name: 'sop001', ssh: '10022' };
  for (const [change, fault] of [
    [{ name: '-x' }, /name/], [{ ssh: '' }, /port for its ssh/], [{ pair: true }, /port for its ssh/], [{ ssh: '70000' }, /1 to 65535/], [{ http: '1.5' }, /1 to 65535/], [{ http: '10022' }, /once/],
  ] as const) expect(requestOf({ ...said, ...change }).fault).toMatch(fault);
});

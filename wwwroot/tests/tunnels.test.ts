import { expect, it } from 'vitest';
import type { TunnelMember, TunnelRow } from '../src/tunnels/messages';
import { emptyAnnouncement, previewOf, requestOf } from '../src/tunnels/announcement';
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
  const line = linesOf([row({ direct: 10099, members: [member({ roads: [road] })] })])[0]!;
  for (const words of [['sop'], ['10022'], ['10099'], ['websocket'], ['node-1', '192.0.2.7'], []]) expect(matches(line, words), words.join(' ')).toBe(true);
  expect(matches(line, ['sop', 'reverse'])).toBe(false);
});

it('a round trip has a decimal only where that says something', () => {
  expect([null, 0.42, 38.4].map(roundTripInWords)).toEqual(['–', '0.4\u00a0ms', '38\u00a0ms']);
});

it('an announcement is turned into a request, a clone’s ports and which is preferred only with a clone', () => {
  const said = { ...emptyAnnouncement, name: ' sop001 ', ssh: '10022', http: '10080', cloneSsh: '10023', service: '10024', preferred: 'clone' as const, direct: '10025', token: true };
  expect(requestOf(said).request).toEqual({
    name: 'sop001', ssh: 10022, http: 10080, app: null, cloneSsh: null, cloneHttp: null, cloneApp: null, service: null, preferred: null, direct: 10025, passwords: false, token: true,
  });
  expect(requestOf({ ...said, pair: true }).request).toMatchObject({ cloneSsh: 10023, service: 10024, preferred: 'clone' });
});

it('an announcement with a fault is not sent', () => {
  const said = { ...emptyAnnouncement, name: 'sop001', ssh: '10022' };
  for (const [change, fault] of [
    [{ name: '-x' }, /name/], [{ ssh: '' }, /port for its ssh/], [{ pair: true }, /port for its ssh/], [{ ssh: '70000' }, /1 to 65535/], [{ http: '1.5' }, /1 to 65535/], [{ http: '10022' }, /once/], [{ direct: '10022' }, /once/],
    [{ name: 'sop001..abc050' }, /same letters/], [{ name: 'sop01..sop050' }, /as many digits/], [{ name: 'sop050..sop001' }, /ends before/], [{ name: 'sop0001..sop1001' }, /at most 1000/], [{ name: '-x1..-x2' }, /name/],
    [{ name: 'sop001..sop050', http: '10071' }, /once: .* 50/], [{ name: 'sop001..sop050', ssh: '65500' }, /sop050, would be beyond/],
  ] as const) expect(requestOf({ ...said, ...change }).fault, JSON.stringify(change)).toMatch(fault);
});

it('a series is previewed as far as it is typed, and sent as it was written', () => {
  const said = { ...emptyAnnouncement, name: 'sop001..sop050', ssh: '10001', http: '10051', service: '10201' };
  expect(requestOf(said)).toMatchObject({ request: { name: 'sop001..sop050', ssh: 10001, http: 10051 }, fault: null });
  expect(previewOf(said)).toBe('50 devices, ssh 10001–10050, http 10051–10100');
  expect(previewOf({ ...said, http: '', pair: true, cloneSsh: '1e9' })).toBe('50 pairs, ssh 10001–10050, service 10201–10250');
  expect(['sop001', 'sop001..', 'sop001..sop'].map(name => previewOf({ ...said, name }))).toEqual(['', '', '']);
});

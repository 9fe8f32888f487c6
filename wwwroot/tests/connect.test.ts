import { describe, expect, it } from 'vitest';
import { changedChoice, choiceIn, connectPath, defaultChoice, fitting, keptCredentials, passwordFormPath, remotePath, startingChoice } from '../src/connect/choice';
import { device } from './devices';

const row = device('core 1/a', {
  ways: [
    { use: 'port', label: 'Port of the domain', road: 'domain', protocols: ['ssh', 'telnet'], places: { ssh: '6022', telnet: '7023' } },
    { use: 'Console 1', label: 'Console 1', road: 'jump', protocols: ['ssh'], places: { ssh: '10.0.0.9:22' } },
  ],
  defaults: { user: 'admin', protocol: 'ssh', use: 'port', automatic: true, credentials: 'device', oneClient: false, share: true },
});
const usual = defaultChoice(row);

describe('a choice', () => {
  it('is what can be: a way’s own protocols, and nobody is signed in by what cannot', () => {
    expect(fitting(row, { ...usual, protocol: 'telnet' })).toMatchObject({ protocol: 'telnet', automatic: false });
    expect(fitting({ ...row, signsIn: ['ssh', 'telnet'] }, { ...usual, protocol: 'telnet' }).automatic).toBe(true);
    expect(fitting(row, { ...usual, protocol: 'telnet', use: 'Console 1' })).toMatchObject({ protocol: 'ssh', use: 'Console 1' });
    expect(fitting(row, { ...usual, use: 'gone' }).use).toBe('port');
  });

  it('is read from an address, whatever stands there', () => {
    expect(choiceIn(row, '')).toEqual(usual);
    expect(choiceIn(row, '?protocol=telnet&user=ops&share=0&oneClient=true')).toEqual({ ...usual, protocol: 'telnet', user: 'ops', automatic: false, share: false, oneClient: true });
    expect(choiceIn(row, '?automatic=0').user).toBe('admin');
    expect(choiceIn(row, '?protocol=ftp&use=http://evil&automatic=perhaps&credentials=everybodys&user=')).toEqual({ ...usual, user: '' });
  });
});

describe('credentials', () => {
  const kept = (keptForDevice: boolean, keptByMe: boolean) => ({ ...row, keptForDevice, keptByMe });

  it('are those of which there are any, and a link says so where the device’s defaults say otherwise', () => {
    expect([kept(true, true), kept(true, false), kept(false, true)].map(one => startingChoice(one).credentials)).toEqual(['device', 'device', 'mine']);
    expect([kept(true, true), kept(true, false), kept(false, false)].map(one => keptCredentials(one, 'mine'))).toEqual(['mine', 'device', null]);
    expect(keptCredentials(kept(true, true), 'custom')).toBe('custom');
    const own = kept(false, true);
    expect(choiceIn(own, '').credentials).toBe('mine');
    expect(connectPath(own, startingChoice(own), true)).toBe('connect/core%201%2Fa/go?credentials=mine');
  });

  it('are as the device says where nobody keeps any: one click leads to its own prompt', () => {
    expect(startingChoice(kept(false, false))).toEqual(usual);
    expect(choiceIn(kept(false, true), '?credentials=device').credentials).toBe('device');
  });
});

describe('the user', () => {
  it('is whichever the credentials are for, else the device’s usual one, until somebody types another', () => {
    expect(usual.user).toBe('');
    const byHand = changedChoice(row, usual, { automatic: false });
    expect(byHand.user).toBe('admin');
    expect(changedChoice(row, byHand, { automatic: true }).user).toBe('');
    expect(changedChoice(row, usual, { credentials: 'custom' }).user).toBe('admin');
    expect(changedChoice(row, changedChoice(row, byHand, { user: 'ops' }), { automatic: true }).user).toBe('ops');
    expect(connectPath(row, { ...usual, user: 'admin' }, false)).toBe('connect/core%201%2Fa?user=admin');
  });
});

describe('a link', () => {
  it('leaves out what the device’s defaults say, and comes back as it was', () => {
    expect([connectPath(row, usual, false), connectPath(row, usual, true)]).toEqual(['connect/core%201%2Fa', 'connect/core%201%2Fa/go']);
    const other = { ...usual, use: 'Console 1', user: 'a b&c', automatic: true, credentials: 'mine' as const, share: false, oneClient: true };
    const path = connectPath(row, other, true);
    expect(choiceIn(row, path.slice(path.indexOf('?')))).toEqual(other);
  });

  it('says in as many words that a password comes with it, and never which', () => {
    const custom = device('a', { defaults: { ...row.defaults, credentials: 'custom' } });
    expect(connectPath(custom, defaultChoice(custom), true)).toBe('connect/a/go?automatic=1&credentials=custom');
    expect(passwordFormPath('core 1/a', '?user=ops&automatic=1&credentials=custom')).toBe('connect/core%201%2Fa?user=ops&automatic=1&credentials=custom');
    expect([passwordFormPath('a', '?credentials=mine'), passwordFormPath(null, '?credentials=custom')]).toEqual([null, null]);
  });

  it('by port is only for a port of the domain, and somebody who is named', () => {
    expect(remotePath(row, usual)).toBe('remote/ssh/admin/6022');
    expect(remotePath(row, fitting(row, { ...usual, protocol: 'telnet', user: 'a@b', share: false }))).toBe('remote/telnet/a@b/7023?automatic=0&share=0');
    expect([remotePath(row, { ...usual, use: 'Console 1' }), remotePath({ ...row, defaults: { ...row.defaults, user: '' } }, usual)]).toEqual([null, null]);
  });
});

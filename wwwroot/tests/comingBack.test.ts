import { describe, expect, it } from 'vitest';
import { countdown } from '../src/chrome/countdown';
import { inWords, troubleOf } from '../src/hub/trouble';
import type { Refusal } from '../src/protocol';
import { Backoff } from '../src/terminal/backoff';
import { isGone, isPassing, patienceWith, troubleIn } from '../src/terminal/refusals';

const refusal = (code: Refusal['code']): Refusal => ({ code, title: 'Title', detail: 'Detail.' });

describe('the wait before the next try', () => {
  it('begins with none and grows to about five seconds', () => {
    const backoff = new Backoff();
    const waits = Array.from({ length: 8 }, () => backoff.next());
    expect(waits[0]).toBe(0);
    for (const wait of waits.slice(4)) {
      expect(wait).toBeGreaterThanOrEqual(4250);
      expect(wait).toBeLessThanOrEqual(5750);
    }
  });

  it('never exceeds what the reason allows, and is spread all the same', () => {
    const backoff = new Backoff();
    const patience = patienceWith(refusal('unreachable'));
    const waits = Array.from({ length: 200 }, () => backoff.next(patience)).slice(4);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2000);
    expect(Math.min(...waits)).toBeGreaterThan(1400);
    expect(new Set(waits).size).toBeGreaterThan(100);
    expect(backoff.next()).toBeGreaterThan(4000);
  });
});

describe('a refusal', () => {
  it('of a node that is stopping or out of reach passes, on the first way and on the way back', () => {
    for (const code of ['stopping', 'unreachable'] as const)
      for (const reconnecting of [false, true]) expect(isPassing(refusal(code), reconnecting), code).toBe(true);
  });

  it('for the rate or the visit passes on the way back only', () => {
    for (const code of ['rate', 'visit'] as const) expect([isPassing(refusal(code), false), isPassing(refusal(code), true)], code).toEqual([false, true]);
  });

  it('for anything else stands', () => {
    for (const code of ['invalid', 'forbidden', 'missing', 'limit', 'failed', 'lost'] as const) expect(isPassing(refusal(code), true), code).toBe(false);
  });

  it('says that the terminal is no more where it ended, also with its node', () => {
    expect((['missing', 'lost', 'unreachable', 'stopping', 'limit'] as const).filter(code => isGone(refusal(code)))).toEqual(['missing', 'lost']);
  });

  it('has words for the wait only where they say more than "connection lost"', () => {
    expect(troubleIn(refusal('unreachable'))).toEqual({ title: 'Title', detail: 'Detail.' });
    expect(troubleIn(refusal('stopping'))).toEqual({ title: 'Title', detail: '' });
    expect(troubleIn(refusal('rate'))).toBeNull();
  });
});

describe('the trouble that an answer tells of', () => {
  const answer = (body: string, status = 503, type = 'application/problem+json; charset=utf-8') => troubleOf(new Response(body, { status, headers: { 'content-type': type } }));

  it('is read from a 503 with a problem', async () => {
    expect(await answer('{"title":"No memory","detail":"It will be back.","status":503}')).toEqual({ title: 'No memory', detail: 'It will be back.' });
    expect(await answer('{"title":"No memory"}')).toEqual({ title: 'No memory', detail: '' });
  });

  it('is not read from anything else', async () => {
    expect(await answer('{"title":"No memory"}', 500)).toBeNull();
    expect(await answer('<title>No memory</title>', 503, 'text/html')).toBeNull();
    for (const body of ['', 'null', '[]', '{', '{"title":7}', '{"title":""}']) expect(await answer(body), body).toBeNull();
  });

  it('becomes sentences', () => {
    expect(inWords({ title: 'No memory', detail: 'It will be back.' })).toBe('No memory. It will be back.');
    expect(inWords({ title: 'No memory.', detail: '' })).toBe('No memory.');
  });
});

describe('a countdown', () => {
  it('shows hours, minutes and seconds, and stops at nothing', () => {
    expect(countdown(2 * 3_600_000 + 5 * 60_000 + 9000, 0)).toBe('2:05:09');
    expect(countdown(299_001, 0)).toBe('0:05:00');
    expect(countdown(1, 0)).toBe('0:00:01');
    expect(countdown(0, 5000)).toBe('0:00:00');
    expect(countdown(30 * 3_600_000, 0)).toBe('30:00:00');
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { needsStates, everyDevice } from '../src/devices/deviceFilter';
import { gatherFor, StateNews } from '../src/devices/stateNews';
import type { DeviceStateList } from '../src/protocol';

const up = { device: 'a', protocol: 'ssh', state: 'up', since: 2 } as const;
const down = { ...up, state: 'down', since: 3 } as const;
const all = (states: DeviceStateList['states']) => ({ states }) as DeviceStateList;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the news of states', () => {
  it('are shown together', () => {
    const news = new StateNews();
    let shown = 0;
    news.states.subscribe(() => shown++);
    news.hear([up]);
    news.hear([{ ...up, device: 'b' }]);
    news.hear([down]);
    expect(news.states.value.size).toBe(0);
    vi.advanceTimersByTime(gatherFor);
    expect([...news.states.value]).toEqual([['a', { ssh: ['down', 3] }], ['b', { ssh: ['up', 2] }]]);
    expect(shown).toBe(2);
  });

  it('are newer than an answer that was on its way when they came, and older than one that was asked for later', async () => {
    const news = new StateNews();
    let answer: (list: DeviceStateList) => void = () => undefined;
    const looked = news.look(() => new Promise(resolve => (answer = resolve)));
    news.hear([down]);
    answer(all({ a: { ssh: ['up', 2], telnet: ['up', 1] } }));
    await looked;
    expect(news.states.value.get('a')).toEqual({ ssh: ['down', 3], telnet: ['up', 1] });
    news.hear([up]);
    await news.look(() => Promise.resolve(all({ a: { ssh: ['down', 4] } })));
    vi.advanceTimersByTime(gatherFor);
    expect(news.states.value.get('a')).toEqual({ ssh: ['down', 4] });
    news.hear([up]);
    await news.look(() => Promise.resolve(null));
    expect(news.states.value.get('a')).toEqual({ ssh: ['up', 2] });
  });

  it('find other devices only where a state is asked for', () => {
    expect([everyDevice, { ...everyDevice, wanted: { state: ['up'] } }, { ...everyDevice, order: { column: 'state', direction: 1 } as const }].map(needsStates)).toEqual([false, true, true]);
  });
});

import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/bytes';
import { InputQueue } from '../src/terminal/inputQueue';

const text = new TextDecoder();

function attached(limits: { input?: number; inputWindow?: number; inputSize?: number } = {}, queue = new InputQueue(), sameViewer = true) {
  const sent: [offset: number, text: string][] = [];
  queue.attach({ input: 0, inputWindow: 100, inputSize: 10, ...limits }, sameViewer, (offset, bytes) => sent.push([offset, text.decode(bytes)]));
  return { queue, sent };
}

describe('the input queue', () => {
  it('sends what is typed at once, with its place in the stream', () => {
    const { queue, sent } = attached();
    queue.add(utf8('ab'));
    queue.add(utf8('c'));
    expect(sent).toEqual([[0, 'ab'], [2, 'c']]);
    expect(queue.waiting.value).toBe(3);
  });

  it('cuts what is longer than one call may be', () => {
    const { queue, sent } = attached();
    queue.add(utf8('0123456789abcdefghijKLM'));
    expect(sent).toEqual([[0, '0123456789'], [10, 'abcdefghij'], [20, 'KLM']]);
  });

  it('stops at the window and goes on as bytes are taken', () => {
    const { queue, sent } = attached({ inputWindow: 4 });
    queue.add(utf8('abcdefg'));
    expect(sent).toEqual([[0, 'abcd']]);
    queue.taken(2);
    expect(sent.slice(1)).toEqual([[4, 'ef']]);
    queue.taken(6);
    expect(sent.slice(2)).toEqual([[6, 'g']]);
    queue.taken(7);
    expect(queue.waiting.value).toBe(0);
  });

  it('does not make up for what was refused', () => {
    const { queue } = attached({ inputWindow: 4 });
    queue.add(utf8('ab'));
    queue.taken(2);
    queue.add(utf8('cdefghij'));
    queue.lose();
    expect(queue.waiting.value).toBe(0);
    const { sent } = attached({ input: 2 }, queue);
    queue.add(utf8('x'));
    expect(sent).toEqual([[2, 'x']]);
  });

  it('sends again, from where the gateway is, when the same viewer comes back', () => {
    const { queue } = attached();
    queue.add(utf8('abcdef'));
    queue.detach();
    const { sent } = attached({ input: 4 }, queue);
    expect(sent).toEqual([[4, 'ef']]);
  });

  it('drops what a viewer before it may have typed already', () => {
    const { queue } = attached();
    queue.add(utf8('abcdef'));
    queue.detach();
    const { sent } = attached({ input: 0 }, queue, false);
    expect(sent).toEqual([]);
    queue.add(utf8('x'));
    expect(sent).toEqual([[0, 'x']]);
  });

  it('keeps what was accepted but not yet taken inside the window after coming back', () => {
    const { queue } = attached({ inputWindow: 4 });
    queue.add(utf8('abcdefgh'));
    queue.detach();
    const { sent } = attached({ input: 4, inputWindow: 4 }, queue);
    expect(sent).toEqual([]);
    queue.taken(4);
    expect(sent).toEqual([[4, 'efgh']]);
  });

  it('forgets only what was not sent when it is cancelled', () => {
    const { queue, sent } = attached({ inputWindow: 4 });
    queue.add(utf8('abcdefgh'));
    queue.cancel();
    expect(queue.waiting.value).toBe(4);
    queue.taken(4);
    expect(queue.waiting.value).toBe(0);
    queue.add(utf8('x'));
    expect(sent).toEqual([[0, 'abcd'], [4, 'x']]);
  });

  it('believes no report of bytes it has not sent, and none that goes back', () => {
    const { queue, sent } = attached({ inputWindow: 4 });
    queue.add(utf8('abcdefgh'));
    queue.taken(8);
    expect(sent).toHaveLength(1);
    queue.taken(4);
    queue.taken(1);
    expect(queue.waiting.value).toBe(4);
  });

  it('says that somebody is there without a byte', () => {
    const { queue, sent } = attached();
    queue.add(utf8('a'));
    queue.touch();
    expect(sent).toEqual([[0, 'a'], [1, '']]);
  });
});

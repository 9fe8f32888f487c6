import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Attached } from '../src/protocol';
import { echoOf, Manners } from '../src/terminal/manners';
import { MannersMemory } from '../src/terminal/mannersMemory';
import { PacedPaste } from '../src/terminal/pacedPaste';

const settle = () => new Promise(resolve => setTimeout(resolve));

function manners(traits: Partial<Attached['traits']>, method = 'ssh') {
  const attached = { method, traits: { enter: 'usual', backspace: 'del', localEcho: false, encoding: 'utf-8', signals: false, lineDelay: 0, waitFor: null, ...traits } };
  const made = new Manners(signal(attached as unknown as Attached), new MannersMemory('/here'));
  return (data: string) => new TextDecoder().decode(made.encode(data).bytes);
}

describe('the manners of a device', () => {
  it('say what Enter and Backspace are', () => {
    expect(manners({})('a\r\x7f')).toBe('a\r\x7f');
    expect(manners({ enter: 'cr' })('\r')).toBe('\r');
    expect(manners({ enter: 'crlf' })('a\rb\r')).toBe('a\r\nb\r\n');
    expect(manners({ enter: 'crnul' })('\r')).toBe('\r\0');
    expect(manners({ enter: 'crnul' }, 'telnet')('\r')).toBe('\r');
    expect(manners({ backspace: 'bs' })('\x7f')).toBe('\b');
    expect(manners({ backspace: 'bs' })('\b')).toBe('\x7f');
  });

  it('echo what is typed, and no answer of the terminal', () => {
    expect(echoOf('a你\r')).toBe('a你\r\n');
    expect(echoOf('\x7f')).toBe('\b \b');
    expect(echoOf('\x1b[0n')).toBe('');
    expect(echoOf('\x03')).toBe('');
  });
});

describe('a slow paste', () => {
  function device({ live = true } = {}) {
    const state = { sent: [] as string[], received: 0, line: '', live, shown: () => undefined as void, stops: [] as string[] };
    const paste = new PacedPaste({
      send: text => { if (state.live) state.sent.push(text); return state.live; },
      received: () => state.received,
      lastLine: () => state.line,
      onShown: shown => { state.shown = shown; return { dispose: () => undefined }; },
    }, (sent, lines) => state.stops.push(`${sent}/${lines}`));
    const print = (text: string, line: string) => { state.received += text.length; state.line = line; state.shown(); };
    return { paste, state, print };
  }

  it('waits for the prompt behind each line, however its output is split', async () => {
    const { paste, state, print } = device();
    state.line = 'r1#';
    paste.start('one\r\ntwo\nthree', { delay: 0, waitFor: '#' });
    await settle();
    expect(state.sent).toEqual(['one\r']);
    print('o', 'r1# o');
    print('ne\r\n', '');
    print('r1', 'r1');
    expect(state.sent).toHaveLength(1);
    print('# ', 'r1# ');
    expect(state.sent).toEqual(['one\r', 'two\r']);
    await settle();
    print('two\r\nr1#', 'r1#');
    expect(state.sent).toEqual(['one\r', 'two\r', 'three']);
    expect(paste.progress.value).toBeNull();
    expect(state.stops).toEqual([]);
  });

  it('sends line by line where no prompt is named, and says where it was stopped', async () => {
    const { paste, state } = device();
    paste.start('one\ntwo\nthree\n', { delay: 0, waitFor: '' });
    expect(paste.progress.value).toEqual({ sent: 1, lines: 3, waiting: false });
    await settle();
    expect(state.sent).toEqual(['one\r', 'two\r']);
    paste.cancel();
    await settle();
    expect(state.sent).toHaveLength(2);
    expect(state.stops).toEqual(['2/3']);
  });

  it('stops where nothing can be sent any more', async () => {
    const { paste, state } = device();
    paste.start('one\ntwo\n', { delay: 0, waitFor: '' });
    state.live = false;
    await settle();
    expect(state.stops).toEqual(['1/2']);
    expect(paste.progress.value).toBeNull();
  });
});

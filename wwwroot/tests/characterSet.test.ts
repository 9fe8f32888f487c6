import type { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/bytes';
import { CharacterSet, characterSets } from '../src/terminal/characterSet';
import { OutputFeed } from '../src/terminal/outputFeed';

const hex = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');

describe('a character set', () => {
  it.each([
    ['gbk', '你好€', 'c4e3bac380'],
    ['gb18030', '㐀𠀀', '8139ee3995328236'],
    ['big5', '功', 'a55c'],
    ['shift_jis', '表ｱ', '955cb1'],
    ['euc-jp', '表ｱ', 'c9bd8eb1'],
    ['euc-kr', '한글', 'c7d1b1db'],
    ['koi8-r', 'Привет', 'f0d2c9d7c5d4'],
    ['ibm866', 'Привет', '8fe0a8a2a5e2'],
    ['windows-1252', 'é', 'e9'],
  ])('encodes for %s', (name, text, bytes) => {
    const { bytes: encoded, lost } = new CharacterSet(name).encode(text);
    expect(hex(encoded)).toBe(bytes);
    expect(lost).toEqual([]);
  });

  it('leaves keys alone, and names what it does not have', () => {
    const { bytes, lost } = new CharacterSet('gbk').encode('a\r\x1b[A😀\x7f');
    expect(hex(bytes)).toBe(hex(utf8('a\r\x1b[A\x7f')));
    expect(lost).toEqual(['😀']);
  });

  it('is read back as it was encoded, whichever it is', () => {
    for (const name of characterSets.filter(name => name !== 'utf-8')) {
      const set = new CharacterSet(name);
      for (const letter of 'äßЯж한你表β') {
        const { bytes, lost } = set.encode(letter);
        if (lost.length === 0) expect(new TextDecoder(name).decode(bytes)).toBe(letter);
      }
    }
  });
});

describe('the output feed of a device with a character set', () => {
  function feeding() {
    const written: (string | Uint8Array)[] = [];
    const said: string[] = [];
    const terminal = {
      write(data: string | Uint8Array, done?: () => void) {
        written.push(data);
        done?.();
      },
      reset: () => written.push('<reset>'),
    } as unknown as Terminal;
    const nothing = () => undefined;
    const feed = new OutputFeed(terminal, { acknowledge: offset => said.push(`acknowledge ${offset}`), gap: nothing, caughtUp: nothing, fresh: nothing, size: nothing, painted: nothing, skipped: nothing }, 1000, 0, 0, 'gbk');
    const text = () => written.map(data => typeof data === 'string' ? data : `<${new TextDecoder().decode(data)}>`).join('');
    return { feed, said, text };
  }

  it('joins a character cut between frames, and counts the device’s bytes', () => {
    const { feed, said, text } = feeding();
    feed.push([0, Uint8Array.of(0x61, 0xc4)]);
    feed.push([2, Uint8Array.of(0xe3, 0x81, 0x5c)]);
    expect(text()).toBe('a你乗'.replace('乗', new TextDecoder('gbk').decode(Uint8Array.of(0x81, 0x5c))));
    expect(said.at(-1)).toBe('acknowledge 5');
  });

  it('begins anew behind a screen, which is UTF-8, and behind a gap', () => {
    const { feed, text } = feeding();
    feed.push([0, Uint8Array.of(0xc4)]);
    feed.push([10, utf8('你'), 80, 24]);
    feed.push([10, Uint8Array.of(0xba, 0xc3, 0xc4)]);
    expect(text()).toMatch(/<你>好$/);
    feed.push([20, Uint8Array.of(0x0a, 0xba, 0xc3)]);
    expect(text()).toMatch(/好$/);
    expect(text()).not.toContain('\ufffd');
  });
});

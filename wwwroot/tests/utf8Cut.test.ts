import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/bytes';
import { Utf8Cut } from '../src/terminal/utf8Cut';

const text = 'a — é€𝄞\u{10ffff} z';

describe('a character that was cut in two', () => {
  it('is whole again wherever the stream is cut, and nothing is lost', () => {
    const bytes = utf8(text);
    for (let first = 0; first <= bytes.length; first++)
      for (let second = first; second <= bytes.length; second++) {
        const cut = new Utf8Cut();
        const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)].map(piece => cut.take(piece));
        expect(pieces.map(piece => new TextDecoder('utf-8', { fatal: true }).decode(piece)).join('')).toBe(text);
      }
  });

  it('is what xterm.js shows, byte by byte too', async () => {
    const terminal = new Terminal({ allowProposedApi: true });
    const cut = new Utf8Cut();
    for (const byte of utf8('x—y')) terminal.write(cut.take(Uint8Array.of(byte)));
    await new Promise<void>(done => terminal.write('', done));
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('x—y');
  });

  it('does not hold up what is no character at all', () => {
    const cut = new Utf8Cut();
    expect([...cut.take(Uint8Array.of(0x80, 0xbf))]).toEqual([0x80, 0xbf]);
    expect([...cut.take(Uint8Array.of(0x61, 0xe2))]).toEqual([0x61]);
    expect([...cut.take(Uint8Array.of(0x62))]).toEqual([0xe2, 0x62]);
  });

  it('forgets a beginning whose rest does not come', () => {
    const cut = new Utf8Cut();
    cut.take(Uint8Array.of(0xe2, 0x80));
    cut.clear();
    expect([...cut.take(utf8('a'))]).toEqual([0x61]);
  });
});

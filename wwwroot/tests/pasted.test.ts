import { describe, expect, it } from 'vitest';
import { Pasted } from '../src/terminal/pasted';

describe('a pasted text', () => {
  it('is harmless as one line of printable characters', () => {
    const pasted = new Pasted('show version – größer\t日本');
    expect([pasted.risky, pasted.lines, pasted.controls]).toEqual([false, 1, 0]);
  });

  it('is risky where it presses Enter', () => {
    expect(new Pasted('reboot\n').risky).toBe(true);
    expect(new Pasted('a\rb').risky).toBe(true);
    expect(new Pasted('a\r\nb\r\n').lines).toBe(2);
  });

  it('is risky where it holds control characters, also eight-bit ones', () => {
    expect(new Pasted('a\x03').risky).toBe(true);
    expect(new Pasted('a\x9b1m').risky).toBe(true);
    expect(new Pasted('a\x7f').controls).toBe(1);
  });

  it('cannot end a bracketed paste early', () => {
    expect(new Pasted('a\x1b[201~rm -rf /\n').text).toBe('arm -rf /\n');
    expect(new Pasted('a\x1b[20\x1b[201~1~b').text).not.toContain('\x1b[201~');
  });

  it('becomes one line without what presses Enter', () => {
    expect(new Pasted('  a \r\n\tb\x03\n\n').oneLine).toBe('  a b');
  });

  it('is shown with its control characters visible, and not at any length', () => {
    const pasted = new Pasted(`^C is \x03\n${'x'.repeat(300)}\n${'line\n'.repeat(20)}`);
    const [first, second] = pasted.preview.split('\n');
    expect(first).toBe('^C is ^C');
    expect(second).toBe(`${'x'.repeat(200)}…`);
    expect(pasted.preview.split('\n')).toHaveLength(8);
    expect(pasted.cut).toBe(true);
  });
});

import type { Terminal } from '@xterm/xterm';

const most = 1024 * 1024;
const size = /^(\d{1,4})x(\d{1,4})$/;
const largest = 1000;

// Ends whatever sequence the output stopped in, then takes back colours that programs changed: a reset leaves both.
const cleanly = '\x18\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\';

/** The screen that a recording is played on. What was handed over and not drawn yet is bounded: see `full`. */
export class Stage {
  /** Called when the screen got another size. */
  resized: (columns: number, rows: number) => void = () => undefined;
  #pending = 0;
  #waiting: (() => void)[] = [];

  constructor(private readonly terminal: Pick<Terminal, 'write' | 'reset' | 'resize'>) {}

  /** Whether nothing more should be written for now. */
  get full(): boolean {
    return this.#pending > most;
  }

  /** Everything that was written has been parsed. */
  drained(): Promise<void> {
    return this.#pending === 0 ? Promise.resolve() : new Promise(done => this.#waiting.push(done));
  }

  write(data: string): void {
    this.#hand(data);
  }

  /** "80x24"; anything else is no size. In its place among the output, not before. */
  resize(data: string): void {
    const [, columns, rows] = size.exec(data) ?? [];
    if (columns !== undefined && rows !== undefined) this.#hand('', () => this.#apply(Number(columns), Number(rows)));
  }

  /** An empty screen of that size, then what repaints it (base64), unless it is no longer wanted. */
  async begin(columns: number, rows: number, wanted: () => boolean, repaint?: string): Promise<void> {
    this.#hand(cleanly);
    await this.drained();
    if (!wanted()) return;
    this.terminal.reset();
    this.#apply(columns, rows);
    if (repaint !== undefined) this.#hand(Uint8Array.from(atob(repaint), character => character.charCodeAt(0)));
  }

  #apply(columns: number, rows: number): void {
    const [across, down] = [columns, rows].map(value => Math.min(Math.max(value, 2), largest)) as [number, number];
    this.terminal.resize(across, down);
    this.resized(across, down);
  }

  #hand(data: string | Uint8Array, then?: () => void): void {
    // Also what is empty counts, or it would not be waited for.
    const weight = data.length + 1;
    this.#pending += weight;
    this.terminal.write(data, () => {
      then?.();
      this.#pending -= weight;
      if (this.#pending === 0) for (const done of this.#waiting.splice(0)) done();
    });
  }
}

import type { Terminal } from '@xterm/xterm';

/** What a session needs to know of the window it is shown in. */
export interface View {
  readonly terminal: Terminal;
  readonly cols: number;
  readonly rows: number;
  /** The terminal got this size, from another viewer or as the echo of our own. */
  resized(cols: number, rows: number): void;
  /** A whole screen of this size is about to be written. */
  framed(cols: number, rows: number): void;
  /** It has been: where this window decides the size, it does so again. */
  painted(): void;
  /** Makes the program repaint by changing its size for a moment. */
  nudge(): void;
}

import { FitAddon } from '@xterm/addon-fit';
import { signal } from '@preact/signals';
import type { Terminal } from '@xterm/xterm';
import { after, Disposables, disposable, listen, type Disposable } from '../disposable';

const settleFor = 80;
const nudgeFor = 120;

/**
 * Keeps terminal, window and device at one size. The window decides, unless
 * the link fixed the size; another viewer's size is followed until this window
 * is used again, and never answered, or two windows would resize in turn for ever.
 */
export class Sizer implements Disposable {
  readonly size = signal({ cols: 80, rows: 24 });
  /** Called when the device has to know a new size. */
  changed: (cols: number, rows: number) => void = () => undefined;
  readonly #fit = new FitAddon();
  readonly #held = new Disposables();
  #settling: Disposable | null = null;
  #sent = '';

  constructor(
    private readonly terminal: Terminal,
    element: HTMLElement,
    private readonly fixed: { cols: number | null; rows: number | null },
  ) {
    terminal.loadAddon(this.#fit);
    this.fit();
    const observer = new ResizeObserver(() => this.#soon());
    observer.observe(element);
    this.#held.add(disposable(() => observer.disconnect()));
    this.#held.add(listen(window, 'focus', () => this.#soon()));
    this.#held.add(disposable(() => this.#settling?.dispose()));
  }

  get cols(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  /** Takes the window's size, now. */
  fit(): void {
    const proposed = this.#fit.proposeDimensions();
    const cols = this.fixed.cols ?? whole(proposed?.cols) ?? this.terminal.cols;
    const rows = this.fixed.rows ?? whole(proposed?.rows) ?? this.terminal.rows;
    this.#apply(cols, rows);
    const size = `${cols}x${rows}`;
    if (size === this.#sent) return;
    this.#sent = size;
    this.changed(cols, rows);
  }

  resized(cols: number, rows: number): void {
    this.#sent = '';
    this.#apply(cols, rows);
  }

  /** One row less, then as it was: a full-screen program paints itself again. */
  nudge(): void {
    const { cols, rows } = this.terminal;
    this.changed(cols, Math.max(rows - 1, 1));
    this.#held.add(after(nudgeFor, () => this.changed(this.terminal.cols, this.terminal.rows)));
  }

  dispose(): void {
    this.#held.dispose();
  }

  #apply(cols: number, rows: number): void {
    if (cols !== this.terminal.cols || rows !== this.terminal.rows) this.terminal.resize(cols, rows);
    this.size.value = { cols, rows };
  }

  // A window that is being dragged would reflow the scrollback at every pixel.
  #soon(): void {
    this.#settling?.dispose();
    this.#settling = after(settleFor, () => this.fit());
  }
}

function whole(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) && value >= 2 ? value : undefined;
}

import { FitAddon } from '@xterm/addon-fit';
import { signal, type Signal } from '@preact/signals';
import type { Terminal } from '@xterm/xterm';
import { after, Disposables, disposable, listen, type Disposable } from '../disposable';

const settleFor = 80;
const nudgeFor = 120;
const echoWithin = 3000;
// Pixels. Eighty columns fit a phone of 360 then.
const smallestScaled = 7;
// Beyond that a small screen in a large window looks like a poster.
const mostGrown = 1.5;

/** The font that a sizer may scale. */
export interface Font {
  /** Pixels; null for the size that was chosen. */
  readonly scaled: Signal<number | null>;
  /** The size that was chosen, in pixels. */
  size(): number;
}

/**
 * Keeps terminal, window and device at one size. The window decides, unless
 * the link fixed the size; another viewer's size is followed until this window
 * is used again, and never answered, or two windows would resize in turn for ever.
 * Who only watches follows the size, and sees it in a font that fits the window.
 */
export class Sizer implements Disposable {
  readonly size = signal({ cols: 80, rows: 24 });
  /** Called when the device has to know a new size. */
  changed: (cols: number, rows: number) => void = () => undefined;
  readonly #fit = new FitAddon();
  readonly #held = new Disposables();
  #settling: Disposable | null = null;
  #following = false;
  #sent = '';
  // When which size was sent: the gateway tells everybody, also the one who asked.
  readonly #echoes = new Map<string, number>();

  constructor(
    private readonly terminal: Terminal,
    private readonly element: HTMLElement,
    private readonly fixed: { cols: number | null; rows: number | null },
    private readonly font: Font,
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

  /** Whether somebody else decides the size. */
  follow(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.font.scaled.value = null;
    this.refit();
  }

  /** The font may have changed: takes the window's size, for callers within an effect, whose changes take hold after it. */
  refit(): void {
    queueMicrotask(() => this.fit());
  }

  /** Takes the window's size, now. */
  fit(): void {
    if (this.#following) return this.#scale();
    const proposed = this.#fit.proposeDimensions();
    const cols = this.fixed.cols ?? whole(proposed?.cols) ?? this.terminal.cols;
    const rows = this.fixed.rows ?? whole(proposed?.rows) ?? this.terminal.rows;
    this.#apply(cols, rows);
    if (`${cols}x${rows}` !== this.#sent) this.#send(cols, rows);
  }

  /** The terminal got a size: followed, unless this window asked for it. */
  resized(cols: number, rows: number): void {
    const asked = this.#following ? undefined : this.#echoes.get(`${cols}x${rows}`);
    if (asked !== undefined && performance.now() - asked < echoWithin) return;
    this.framed(cols, rows);
  }

  /** What is written next was printed at this size, whoever asked for it. */
  framed(cols: number, rows: number): void {
    this.#sent = '';
    this.#apply(cols, rows);
    if (this.#following) this.#scale();
  }

  /** One row less, then as it was: a full-screen program paints itself again. */
  nudge(): void {
    if (this.#following) return;
    const { cols, rows } = this.terminal;
    this.#send(cols, Math.max(rows - 1, 1));
    this.#held.add(after(nudgeFor, () => this.#send(this.terminal.cols, this.terminal.rows)));
  }

  dispose(): void {
    this.#held.dispose();
  }

  #send(cols: number, rows: number): void {
    const now = performance.now();
    for (const [size, at] of this.#echoes) if (now - at > echoWithin) this.#echoes.delete(size);
    this.#sent = `${cols}x${rows}`;
    this.#echoes.set(this.#sent, now);
    this.changed(cols, rows);
  }

  #apply(cols: number, rows: number): void {
    if (cols !== this.terminal.cols || rows !== this.terminal.rows) this.terminal.resize(cols, rows);
    this.size.value = { cols, rows };
  }

  // The largest font in which everything is seen; where that cannot be read, the window scrolls.
  #scale(): void {
    const { scaled, size } = this.font;
    scaled.value = null;
    const room = this.#fit.proposeDimensions();
    if (!room) return;
    const factor = Math.min(room.cols / this.cols, room.rows / this.rows, mostGrown);
    let pixels = Math.max(Math.floor(size() * factor), smallestScaled);
    const wants = () => (scaled.value = pixels === size() ? null : pixels);
    wants();
    // The cells of a font do not grow quite as it does.
    while (!this.#fits() && pixels > smallestScaled) {
      pixels--;
      wants();
    }
    this.element.classList.toggle('fixed', !this.#fits() || this.fixed.cols !== null || this.fixed.rows !== null);
  }

  #fits(): boolean {
    const room = this.#fit.proposeDimensions();
    return !room || (room.cols >= this.cols && room.rows >= this.rows);
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

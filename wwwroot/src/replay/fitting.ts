import { FitAddon } from '@xterm/addon-fit';
import type { Signal } from '@preact/signals';
import type { Terminal } from '@xterm/xterm';
import { after, Disposables, disposable, type Disposable } from '../disposable';

const smallest = 5;
const largest = 28;
const finest = 0.5;
const settleFor = 60;

/** Keeps all of a screen of any size in sight: the letters grow and shrink with the window. */
export class Fitting implements Disposable {
  readonly #fit = new FitAddon();
  readonly #held = new Disposables();
  #settling: Disposable | null = null;

  /** @param pixels the size of the letters, which this decides */
  constructor(private readonly terminal: Terminal, element: HTMLElement, private readonly pixels: Signal<number | null>) {
    terminal.loadAddon(this.#fit);
    const observer = new ResizeObserver(() => this.soon());
    observer.observe(element);
    this.#held.add(disposable(() => observer.disconnect()));
    this.#held.add(disposable(() => this.#settling?.dispose()));
    this.fit();
  }

  /** When the window has come to rest: a recording may change its size at every event. */
  soon(): void {
    this.#settling?.dispose();
    this.#settling = after(settleFor, () => this.fit());
  }

  fit(): void {
    const now = this.terminal.options.fontSize ?? 14;
    const proposed = this.#fit.proposeDimensions();
    if (!proposed || !Number.isFinite(proposed.cols)) return;
    // One column and row more than fit would also have had room in part: begin above, and go down.
    const ratio = Math.min((proposed.cols + 1) / this.terminal.cols, (proposed.rows + 1) / this.terminal.rows);
    let next = Math.min(Math.max(Math.ceil(now * ratio / finest) * finest, smallest), largest);
    this.pixels.value = next;
    while (next > smallest && !this.#fits()) this.pixels.value = next -= finest;
  }

  dispose(): void {
    this.#held.dispose();
  }

  #fits(): boolean {
    const proposed = this.#fit.proposeDimensions();
    return !proposed || (proposed.cols >= this.terminal.cols && proposed.rows >= this.terminal.rows);
  }
}

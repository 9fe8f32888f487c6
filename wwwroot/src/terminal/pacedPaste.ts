import { signal } from '@preact/signals';
import { after, type Disposable } from '../disposable';
import type { Pace } from './manners';

/** What a slow paste needs of the terminal. */
export interface PasteTarget {
  /** Sends text as if typed; false if nothing is sent now. */
  send(text: string): boolean;
  /** Output bytes received so far. */
  received(): number;
  /** What the cursor's line says up to the cursor. */
  lastLine(): string;
  /** Calls back each time output was shown. */
  onShown(shown: () => void): Disposable;
}

export interface Progress {
  /** Lines that were sent. */
  sent: number;
  lines: number;
  /** Whether it waits for the prompt. */
  waiting: boolean;
}

/** Types a text line by line, for devices that lose what comes too fast. */
export class PacedPaste {
  readonly progress = signal<Progress | null>(null);
  #lines: string[] = [];
  #sent = 0;
  #pace: Pace = { delay: 0, waitFor: '' };
  #before = 0;
  #paused = false;
  #timer: Disposable | null = null;
  #shown: Disposable | null = null;

  /** @param stopped hears how many lines of how many were sent, when it did not come to the end. */
  constructor(private readonly target: PasteTarget, private readonly stopped: (sent: number, lines: number) => void) {}

  start(text: string, pace: Pace): void {
    this.#end();
    this.#lines = text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
    this.#sent = 0;
    this.#pace = pace;
    if (pace.waitFor.trim() !== '') this.#shown = this.target.onShown(() => this.#go());
    this.#next();
  }

  /** Sends no more lines: somebody said so, or there is nobody to send them to. */
  cancel(): void {
    if (this.progress.peek() === null) return;
    this.#end();
    this.stopped(this.#sent, this.#lines.length);
  }

  #next(): void {
    const line = this.#lines[this.#sent];
    if (line === undefined) return this.#end();
    this.progress.value = { sent: this.#sent, lines: this.#lines.length, waiting: false };
    this.#before = this.target.received();
    if (!this.target.send(line.replace(/(?:\r\n|\n)$/, '\r'))) return this.cancel();
    this.#sent++;
    if (this.#sent === this.#lines.length) return this.#end();
    this.progress.value = { sent: this.#sent, lines: this.#lines.length, waiting: this.#shown !== null };
    this.#paused = true;
    this.#timer = after(this.#pace.delay, () => {
      this.#paused = false;
      this.#go();
    });
  }

  // Neither before the pause is over nor before the prompt that follows the line: the one before it still stands there.
  #go(): void {
    if (this.progress.peek() === null || this.#paused) return;
    const prompt = this.#pace.waitFor.trim();
    if (prompt !== '' && (this.target.received() === this.#before || !this.target.lastLine().trimEnd().endsWith(prompt))) return;
    this.#next();
  }

  #end(): void {
    this.#timer?.dispose();
    this.#shown?.dispose();
    this.#timer = this.#shown = null;
    this.progress.value = null;
  }
}

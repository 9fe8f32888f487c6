import type { Terminal } from '@xterm/xterm';
import type { OutputFrame } from '../protocol';
import { CleanStart } from './cleanStart';
import { Utf8Cut } from './utf8Cut';

// Ends an escape sequence or string that the gap cut in two, then plain colours.
const afterGap = '\x18\x1b[0m';
// Ends a sequence, and a character, that was cut in two. As bytes: text does not end a character of the bytes before it.
const cancel = Uint8Array.of(0x18);

export interface OutputEvents {
  /** Everything below `offset` has been parsed, and it is time to say so. */
  acknowledge(offset: number): void;
  /** Bytes between what was shown and `offset` are no longer held. */
  gap(offset: number): void;
  /** After a gap: what is held has been shown up to now. */
  caughtUp(): void;
  /** Fresh output was shown. */
  fresh(): void;
  /** A whole screen of this size is about to be written. */
  size(cols: number, rows: number): void;
  /** It has been. */
  painted(): void;
  /** The screen came unasked: this page was too slow, and does not see what was printed meanwhile. */
  skipped(): void;
}

/**
 * Carries the stream from the device into xterm.js, exactly once and in order,
 * and counts what has been parsed. It holds nothing itself: the gateway stops
 * the device when acknowledgements stay away, so xterm's own queue stays small.
 */
export class OutputFeed {
  /** Next output offset wanted. */
  expected: number;
  /** Everything below has been parsed. */
  parsed: number;
  #acknowledged: number;
  #cleanStart: CleanStart | null;
  #gap: boolean;
  readonly #cut = new Utf8Cut();
  // Null for UTF-8, which xterm.js reads itself. Others are decoded before any parser sees a byte of them.
  readonly #decoder: TextDecoder | null;
  // A screen was asked for, and has not come.
  #awaited = false;
  // Screens that have come and are not parsed.
  #painting = 0;

  /**
   * @param start first offset the gateway has
   * @param replayEnd output below this offset has been shown before, here or elsewhere
   * @param encoding the device's character set; a screen that comes whole is UTF-8 already
   */
  constructor(
    private readonly terminal: Terminal,
    private readonly events: OutputEvents,
    private readonly acknowledgeEvery: number,
    start: number,
    private replayEnd: number,
    encoding = 'utf-8',
  ) {
    this.#decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
    this.expected = this.parsed = this.#acknowledged = start;
    this.#cleanStart = start > 0 ? new CleanStart() : null;
    this.#gap = start > 0;
  }

  /** Whether what xterm.js parses now was parsed before, so that it must not be answered again. */
  get replaying(): boolean {
    return this.#awaited || this.#painting > 0 || this.parsed < this.replayEnd;
  }

  /** The stream continues on a new connection; what came meanwhile counts as replay. */
  resume(replayEnd: number): void {
    this.replayEnd = Math.max(this.replayEnd, replayEnd);
    this.#acknowledged = this.parsed;
    this.events.acknowledge(this.parsed);
  }

  /** The stream begins with the current screen. */
  awaitScreen(): void {
    this.#awaited = true;
    this.#cleanStart = null;
    this.#gap = false;
  }

  push([offset, frame, cols, rows]: OutputFrame): void {
    if (cols !== undefined && rows !== undefined) return this.#paint(offset, frame, cols, rows);
    this.#awaited = false;
    let bytes = frame;
    if (offset + bytes.length <= this.expected) return;
    if (offset < this.expected) bytes = bytes.subarray(this.expected - offset);
    else if (offset > this.expected) this.#skipTo(offset);
    const from = this.expected;
    this.expected += bytes.length;

    // Cut where the replay ends, so that `replaying` is right for every byte.
    const replayed = Math.min(Math.max(this.replayEnd - from, 0), bytes.length);
    if (replayed > 0) this.#write(bytes.subarray(0, replayed), from + replayed);
    if (replayed < bytes.length) this.#write(bytes.subarray(replayed), this.expected);
  }

  /** Calls back when everything received so far has been parsed. */
  drained(done: () => void): void {
    this.terminal.write('', done);
  }

  // What xterm.js has not parsed by now is part of the screen: in its turn, everything begins anew.
  #paint(offset: number, bytes: Uint8Array, cols: number, rows: number): void {
    if (!this.#awaited) this.events.skipped();
    this.#awaited = false;
    this.#cleanStart = null;
    this.#gap = false;
    this.#painting++;
    this.#forget();
    this.expected = offset;
    this.terminal.write(cancel, () => {
      this.terminal.reset();
      this.events.size(cols, rows);
    });
    this.terminal.write(bytes, () => {
      this.#painting--;
      this.parsed = this.#acknowledged = offset;
      this.events.acknowledge(offset);
      this.events.painted();
    });
  }

  #skipTo(offset: number): void {
    this.expected = offset;
    this.#cleanStart = new CleanStart();
    this.#gap = true;
    this.#forget();
    this.terminal.write(afterGap);
    this.events.gap(offset);
  }

  #write(bytes: Uint8Array, end: number): void {
    if (this.#cleanStart) {
      const { rest, found } = this.#cleanStart.take(bytes);
      if (found) this.#cleanStart = null;
      bytes = rest;
    }
    this.terminal.write(this.#decoder?.decode(bytes, { stream: true }) ?? this.#cut.take(bytes), () => this.#done(end));
  }

  // The rest of a character that was cut does not come.
  #forget(): void {
    this.#cut.clear();
    this.#decoder?.decode();
  }

  #done(end: number): void {
    const wasReplaying = this.replaying;
    this.parsed = end;
    if (!this.replaying) this.#catchUp();
    if (!wasReplaying) this.events.fresh();
    if (end - this.#acknowledged < this.acknowledgeEvery && end !== this.expected) return;
    this.#acknowledged = end;
    this.events.acknowledge(end);
  }

  // A full-screen program whose picture began in the gap has to paint it again.
  #catchUp(): void {
    if (!this.#gap) return;
    this.#gap = false;
    this.events.caughtUp();
  }
}

import type { CastEvent, RecordingFrames, RecordingKeyframe } from '../protocol';
import type { FrameSource } from './frameSource';

/**
 * The stretch of a recording that is in the page's memory: what was fetched
 * last and what comes after it, never more than two pieces.
 */
export class Reel {
  /** Up to where it is known what happened, in seconds. */
  known = 0;
  /** How long the recording is, in seconds. */
  seconds = 0;
  live = false;
  #events: CastEvent[] = [];
  #at = 0;
  #lastPiece = 0;
  #next: string | null = null;
  #turn = 0;
  #fetching: Promise<boolean> | null = null;

  constructor(private readonly source: FrameSource) {}

  /** The event that plays next; undefined where it is not known, or where there is none. */
  get upcoming(): CastEvent | undefined {
    return this.#events[this.#at];
  }

  /** Whether something follows that was not fetched yet. */
  get more(): boolean {
    return this.#next !== null;
  }

  /** Whether it is time to fetch, so that playing does not have to wait. */
  get low(): boolean {
    return this.more && this.#events.length - this.#at <= this.#lastPiece / 2;
  }

  get held(): number {
    return this.#events.length - this.#at;
  }

  take(): CastEvent | undefined {
    return this.#events[this.#at++];
  }

  /** Goes elsewhere. The screen to begin with, null for an empty one; undefined if something else was asked for meanwhile. */
  async go(at: number): Promise<RecordingKeyframe | null | undefined> {
    const turn = ++this.#turn;
    this.#fetching = null;
    const frames = await this.source.from(at);
    if (turn !== this.#turn) return undefined;
    this.#events = [];
    this.#at = 0;
    this.known = frames.keyframe?.at ?? 0;
    this.#keep(frames);
    return frames.keyframe;
  }

  /** Fetches what follows; false if there was nothing new. */
  fetch(): Promise<boolean> {
    return this.#fetching ??= this.#follow();
  }

  async #follow(): Promise<boolean> {
    const turn = this.#turn;
    const token = this.#next;
    if (token === null) return false;
    try {
      const frames = await this.source.after(token);
      if (turn !== this.#turn) return false;
      this.#keep(frames);
      return frames.events.length > 0;
    } finally {
      if (turn === this.#turn) this.#fetching = null;
    }
  }

  #keep({ events, next, live, seconds }: RecordingFrames): void {
    // What was played is let go of here, and only here: it costs a copy.
    this.#events = this.#at < this.#events.length ? [...this.#events.slice(this.#at), ...events] : events;
    this.#at = 0;
    this.#lastPiece = events.length;
    this.#next = next;
    this.live = live;
    this.seconds = Math.max(this.seconds, seconds, events.at(-1)?.[0] ?? 0);
    const isAll = next === null || (live && events.length === 0);
    this.known = Math.max(this.known, isAll ? this.seconds : events.at(-1)?.[0] ?? this.known);
  }
}

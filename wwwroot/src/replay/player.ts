import { computed, signal } from '@preact/signals';
import type { CastEvent } from '../protocol';
import type { FrameSource, Outline } from './frameSource';
import { step } from './pace';
import { Reel } from './reel';
import type { Stage } from './stage';
import { Typed } from './typed';

export const speeds = [0.5, 1, 2, 4, 8, 16] as const;
/** Of a longer pause so many seconds are played. */
export const longestPause = 2;
/** How far behind a live recording is played, and how far behind is too far, in seconds. */
const liveDelay = 1.5;
const liveMost = 20;
/** A tab that was in the background goes on where it was. */
const longestTick = 0.25;
const askAgainAfter = 1000;
const tryAgainAfter = 3000;

/** Plays a recording on a stage. Time comes in through `tick`, so that whoever calls it decides how fast it goes by. */
export class Player {
  readonly state = signal<'loading' | 'playing' | 'paused' | 'ended'>('loading');
  /** Seconds since the recording's start. */
  readonly at = signal(0);
  readonly seconds = signal(0);
  readonly speed = signal(1);
  readonly skipping = signal(true);
  /** Whether it is being recorded now. */
  readonly live = signal(false);
  /** Whether the newest is shown as it comes. */
  readonly following = signal(false);
  /** Whether playing waits for more of it to come. */
  readonly waiting = signal(false);
  /** What went wrong the last time something was fetched; null if nothing did. */
  readonly failure = signal<unknown>(null);
  /** How long the pause was that was just shortened, in seconds, and where. */
  readonly skipped = signal<{ at: number; seconds: number } | null>(null);
  readonly typed = new Typed();
  readonly busy = computed(() => this.state.value === 'loading' || this.waiting.value);
  readonly #reel: Reel;
  #turn = 0;
  #seeking = false;
  #last: number | null = null;
  #quietSince = 0;
  #notBefore = -Infinity;
  // Whether what is on the stage is the screen at `at`.
  #settled = false;

  constructor(source: FrameSource, private readonly stage: Stage, private readonly outline: Outline) {
    this.#reel = new Reel(source);
    this.seconds.value = outline.seconds;
    this.live.value = outline.live;
  }

  /** Plays; from the beginning where it had come to the end. */
  play(): void {
    const again = this.state.value === 'ended' && !this.live.value;
    this.state.value = 'playing';
    if (again) void this.seek(0);
  }

  pause(): void {
    this.following.value = false;
    if (this.state.value === 'playing' || this.state.value === 'loading') this.state.value = 'paused';
  }

  toggle(): void {
    if (this.state.value === 'playing') this.pause();
    else this.play();
  }

  /** Shows the newest of a live recording, a moment late, and goes on with it. */
  follow(): Promise<void> {
    const there = this.seek(this.seconds.value - liveDelay);
    this.following.value = this.live.value;
    this.state.value = 'playing';
    return there;
  }

  faster(steps: number): void {
    const now = speeds.findIndex(speed => speed === this.speed.value);
    this.speed.value = speeds[Math.min(Math.max(now + steps, 0), speeds.length - 1)] ?? 1;
  }

  /** Shows what stood there at that second. Playing goes on from there, a pause stays one. */
  async seek(second: number): Promise<void> {
    let at = Math.max(second, 0);
    const turn = ++this.#turn;
    const from = this.at.value;
    this.#seeking = true;
    this.following.value = false;
    this.at.value = Math.min(at, this.seconds.value);
    if (this.state.value === 'ended') this.state.value = 'paused';
    this.typed.forget();
    this.skipped.value = null;
    try {
      const near = at >= from && this.#settled && at <= this.#reel.known;
      if (!near && !await this.#load(at, turn)) return;
      // How long it is may only have become known by now.
      this.at.value = at = Math.min(at, this.seconds.value);
      await this.#runTo(at, turn);
      if (turn !== this.#turn) return;
      this.failure.value = null;
      if (this.state.value === 'loading') this.state.value = 'paused';
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
    } finally {
      if (turn === this.#turn) this.#seeking = this.waiting.value = false;
      this.#quietSince = at;
    }
  }

  /** So much time has gone by: `now` in milliseconds, of any clock that runs on. */
  tick(now: number): void {
    const elapsed = Math.min((now - (this.#last ?? now)) / 1000, longestTick);
    this.#last = now;
    if (this.#seeking || this.state.value === 'loading') return;
    if (this.#reel.low || (this.#reel.upcoming === undefined && this.#reel.more)) void this.#fetch(now);
    this.waiting.value = this.state.value === 'playing' && !this.#advance(elapsed * (this.following.value ? 1 : this.speed.value));
    this.typed.fade(this.at.value);
  }

  async #load(at: number, turn: number): Promise<boolean> {
    this.#settled = false;
    this.waiting.value = true;
    const keyframe = await this.#reel.go(at);
    if (turn !== this.#turn || keyframe === undefined) return false;
    this.#heard();
    const { columns, rows } = keyframe ?? this.outline;
    await this.stage.begin(columns, rows, () => turn === this.#turn, keyframe?.data);
    return turn === this.#turn;
  }

  async #runTo(at: number, turn: number): Promise<void> {
    while (turn === this.#turn) {
      const event = this.#reel.upcoming;
      if (event && event[0] <= at) {
        this.#show(event);
        if (this.stage.full) await this.stage.drained();
      } else if (!event && this.#reel.known < at && this.#reel.more) {
        this.waiting.value = true;
        if (!await this.#reel.fetch()) break;
        this.#heard();
      } else {
        break;
      }
    }
    if (turn === this.#turn) this.#settled = true;
  }

  // False where it has to wait for what comes next.
  #advance(playing: number): boolean {
    let left: number | null = playing;
    while (left !== null && !this.stage.full) {
      const event = this.#reel.upcoming;
      const until = event?.[0] ?? this.#reel.known;
      const longest = this.skipping.value && !this.following.value ? longestPause : null;
      const { at, left: rest, skipped } = step(this.at.value, this.#quietSince, until, left, longest);
      if (skipped > 1) this.skipped.value = { at, seconds: skipped };
      else if (this.skipped.value && at - this.skipped.value.at > 2 * this.speed.value) this.skipped.value = null;
      this.at.value = at;
      left = rest;
      if (left === null) return true;
      if (!event) return this.#ranOut();
      this.#show(event);
      this.#quietSince = at;
    }
    return true;
  }

  // Whoever has seen all of a live recording follows it from then on.
  #ranOut(): boolean {
    if (!this.#reel.more) this.state.value = 'ended';
    this.following.value = this.#reel.more && this.live.value;
    return !this.#reel.more || this.live.value;
  }

  #show(event: CastEvent): void {
    this.#reel.take();
    const [at, code, data] = event;
    if (code === 'o') this.stage.write(data);
    else if (code === 'r') this.stage.resize(data);
    else if (code === 'p' || code === 'i' || code === 'u') this.typed.take(at, code, data);
  }

  async #fetch(now: number): Promise<void> {
    if (now < this.#notBefore) return;
    this.#notBefore = Infinity;
    const turn = this.#turn;
    try {
      const fresh = await this.#reel.fetch();
      this.#notBefore = fresh ? -Infinity : now + askAgainAfter;
      if (turn !== this.#turn) return;
      this.failure.value = null;
      this.#heard();
      if (this.following.value && this.seconds.value - this.at.value > liveMost) void this.follow();
    } catch (error) {
      this.#notBefore = now + tryAgainAfter;
      if (turn === this.#turn) this.failure.value = error;
    }
  }

  #heard(): void {
    this.seconds.value = Math.max(this.seconds.value, this.#reel.seconds);
    this.live.value = this.#reel.live;
  }

  #failed(error: unknown): void {
    this.failure.value = error;
    this.#settled = false;
    if (this.state.value === 'playing') this.state.value = 'paused';
  }
}

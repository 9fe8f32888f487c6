import { signal } from '@preact/signals';
import { after, Disposables, disposable, listen, type Disposable } from '../disposable';
import { Hub } from '../hub/hub';
import { TroubleError, type Trouble } from '../hub/trouble';
import { visit } from '../hub/visit';
import type { Attached, Ended, Refusal, Reply } from '../protocol';
import { Backoff } from './backoff';
import { InputQueue } from './inputQueue';
import { OutputFeed } from './outputFeed';
import { Pulse } from './pulse';
import { isGone, isPassing, patienceWith, troubleIn } from './refusals';
import type { Goal, State } from './state';
import type { Link, View } from './view';

const endWithin = 2000;
// Not before the first screenful: it would measure that.
const firstBeatAfter = 800;
const outageBefore = 'Earlier output is no longer held.';
const outageWithin = 'Some output was dropped: it is no longer held.';

/**
 * This tab's hold on one terminal: opens it, loses it, comes back to it at the
 * exact byte, and sees it end. Knows nothing of how any of that looks.
 */
export class Session implements Disposable {
  readonly state = signal<State>({ name: 'connecting' });
  readonly attached = signal<Attached | null>(null);
  /** One line about what cannot be shown; null when there is nothing to say. */
  readonly notice = signal<string | null>(null);
  /** `Date.now()` milliseconds at which the terminal closes for idleness; null while it does not. */
  readonly idleUntil = signal<number | null>(null);
  /** `Date.now()` milliseconds at which the terminal ends with its node, at the latest; null while that stays in service. */
  readonly drainingUntil = signal<number | null>(null);
  readonly input = new InputQueue();
  readonly pulse: Pulse;
  /** Called when output was shown that had not been shown before. */
  fresh: () => void = () => undefined;

  readonly #held = new Disposables();
  // What is due later, unless something else happens first.
  readonly #due = new Disposables();
  readonly #backoff = new Backoff();
  #goal: Goal;
  #hub: Hub | null = null;
  #feed: OutputFeed | null = null;
  #attempt = 0;
  #visited = false;
  #ended: Ended | null = null;

  constructor(private readonly link: Link, private readonly view: View, goal: Goal) {
    this.#goal = goal;
    this.pulse = this.#held.add(new Pulse(() => this.#hub, taken => this.input.taken(taken)));
    const wake = () => this.#wake();
    this.#held.add(listen(window, 'online', wake));
    this.#held.add(listen(window, 'focus', wake));
    this.#held.add(listen(window, 'pageshow', wake));
    this.#held.add(listen(document, 'visibilitychange', wake));
    this.#held.add(disposable(() => this.#leave()));
  }

  /** Whether what xterm.js parses now was parsed before. */
  get replaying(): boolean {
    return this.#feed?.replaying ?? false;
  }

  /** Output bytes received since the terminal's start. */
  get received(): number {
    return this.#feed?.expected ?? 0;
  }

  /** Starts, or tries again at once. */
  connect(): void {
    void this.#connect();
  }

  /** A new terminal, from the same link, in the same tab. */
  reopen(): void {
    this.#goal = { kind: 'open' };
    this.attached.value = null;
    this.notice.value = null;
    this.drainingUntil.value = null;
    this.#backoff.reset();
    this.state.value = { name: 'connecting' };
    this.connect();
  }

  /** Asks again for what was refused; for a terminal that is gone, for a new one. */
  insist(): void {
    const state = this.state.value;
    if (state.name !== 'refused') return;
    if (isGone(state.refusal)) this.reopen();
    else this.takeBack();
  }

  /** Takes the terminal back from the tab that took it. */
  takeBack(): void {
    this.state.value = { name: 'connecting' };
    this.connect();
  }

  /** Sends what was typed; while the connection is lost nothing is typed. */
  type(bytes: Uint8Array): void {
    if (this.state.value.name === 'live') this.input.add(bytes);
  }

  resize(cols: number, rows: number): void {
    this.#hub?.resize(cols, rows);
  }

  /** Ends the terminal, for everybody who is attached to it. */
  async close(): Promise<Refusal | null> {
    const attached = this.attached.value;
    return attached && this.#hub ? this.#hub.close(attached.id) : null;
  }

  dispose(): void {
    this.#held.dispose();
  }

  async #connect(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#leave();
    if (this.state.value.name === 'lost') this.state.value = { ...this.state.value, retryAt: null };
    try {
      let reply = await this.#ask(attempt);
      if (reply.refusal?.code === 'visit') {
        this.#visited = false;
        reply = await this.#ask(attempt);
      }
      if (attempt !== this.#attempt) return;
      if (reply.terminal) this.#begin(reply.terminal);
      else if (reply.refusal) this.#refused(reply.refusal);
    } catch (error) {
      if (attempt === this.#attempt) this.#lost(error instanceof TroubleError ? error.trouble : null);
    }
  }

  async #ask(attempt: number): Promise<Reply> {
    this.#leave();
    // Not again on the way back: one request less, and it might wait on a connection that died with the other.
    if (!this.#visited) await visit();
    this.#visited = true;
    const current = () => attempt === this.#attempt;
    const goal = this.#goal;
    const hub = await Hub.connect(goal.kind === 'join' ? goal.terminal : null, {
      Taken: input => this.input.taken(input),
      Resized: (cols, rows) => this.view.resized(cols, rows),
      Idle: seconds => (this.idleUntil.value = seconds > 0 ? Date.now() + seconds * 1000 : null),
      Draining: seconds => (this.drainingUntil.value = Date.now() + seconds * 1000),
      TakenOver: () => this.#finish({ name: 'takenover' }),
      Ended: ended => this.#ending(hub, ended),
    }, () => current() && this.#closed(hub));
    if (!current()) {
      hub.dispose();
      throw new Error('Overtaken by a later attempt.');
    }
    this.#hub = hub;
    const { cols, rows } = this.view;
    return goal.kind === 'open'
      ? hub.open({ ...this.link, cols, rows, besides: false })
      : hub.join({ terminal: goal.terminal, viewer: goal.viewer, cols, rows, watch: false });
  }

  #begin(attached: Attached): void {
    const hub = this.#hub;
    if (!hub) return;
    const sameViewer = this.#goal.kind === 'join' && this.#goal.viewer === attached.viewer;
    const opened = this.#goal.kind === 'open';
    const continued = this.#feed !== null && this.attached.value?.id === attached.id;
    this.#goal = { kind: 'join', terminal: attached.id, viewer: attached.viewer };
    this.#backoff.reset();
    this.idleUntil.value = null;
    if (!continued) this.#startFeed(attached, opened);
    this.attached.value = attached;
    this.state.value = { name: 'live' };
    if (continued) this.#feed?.resume(attached.end);
    const feed = this.#feed;
    if (!feed) return;
    hub.output(feed.expected, {
      next: frame => feed.push(frame),
      complete: () => this.#streamEnded(hub),
      error: () => this.#streamEnded(hub),
    });
    if (hub === this.#hub) {
      this.input.attach(attached, sameViewer, (offset, bytes) => hub.input(offset, bytes));
      const { cols, rows } = this.view;
      if (cols !== attached.cols || rows !== attached.rows) hub.resize(cols, rows);
      this.#due.add(after(firstBeatAfter, () => this.pulse.beat()));
    }
  }

  #startFeed(attached: Attached, opened: boolean): void {
    this.view.terminal.reset();
    this.notice.value = attached.start > 0 ? outageBefore : null;
    // In a terminal that was only just opened nobody has answered anything yet.
    const replayEnd = opened ? attached.start : attached.end;
    this.#feed = new OutputFeed(this.view.terminal, {
      acknowledge: offset => this.#hub?.acknowledge(offset),
      gap: () => (this.notice.value = outageWithin),
      caughtUp: () => this.view.nudge(),
      fresh: () => this.fresh(),
    }, attached.acknowledgeEvery, attached.start, replayEnd);
  }

  // The last bytes may still be on their way through the stream and the parser.
  #ending(hub: Hub, ended: Ended): void {
    if (hub !== this.#hub) return;
    this.#ended = ended;
    this.#due.add(after(endWithin, () => this.#showEnd(hub)));
  }

  // A gateway that stops says so and hangs up: the last bytes may not have been parsed by then.
  #closed(hub: Hub): void {
    if (this.#ended) this.#showEnd(hub);
    else this.#lost();
  }

  #streamEnded(hub: Hub): void {
    if (hub !== this.#hub) return;
    if (this.#ended) this.#showEnd(hub);
    else hub.abandon();
  }

  #showEnd(hub: Hub): void {
    this.#feed?.drained(() => {
      const ended = this.#ended;
      if (hub !== this.#hub || !ended) return;
      this.#ended = null;
      this.#finish({ name: 'ended', ended });
    });
  }

  #refused(refusal: Refusal): void {
    const reconnecting = this.attached.value !== null;
    if (isPassing(refusal, reconnecting)) this.#lost(troubleIn(refusal), patienceWith(refusal));
    else this.#finish({ name: 'refused', refusal });
  }

  #finish(state: State): void {
    this.#attempt++;
    this.#leave();
    this.state.value = state;
  }

  #lost(trouble: Trouble | null = null, patience = Infinity): void {
    this.#attempt++;
    this.#leave();
    const delay = this.#backoff.next(patience);
    this.state.value = { name: 'lost', retryAt: Date.now() + delay, trouble };
    this.#due.add(after(delay, () => void this.#connect()));
  }

  #leave(): void {
    this.#due.dispose();
    this.input.detach();
    this.idleUntil.value = null;
    this.#ended = null;
    this.#hub?.dispose();
    this.#hub = null;
  }

  // The computer woke, the network came back, the person looks again.
  #wake(): void {
    if (document.visibilityState === 'hidden') return;
    const state = this.state.value;
    if (state.name === 'lost' && state.retryAt !== null) this.connect();
    else if (state.name === 'live') this.pulse.check();
  }
}

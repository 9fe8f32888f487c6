import { computed, effect, signal } from '@preact/signals';
import { after, Disposables, disposable, type Disposable } from '../disposable';
import { Hub } from '../hub/hub';
import { TroubleError, type Trouble } from '../hub/trouble';
import { SignedOutError, visit } from '../hub/visit';
import { onSignedIn } from '../people/signedIn';
import type { Attached, Ended, Refusal, Reply } from '../protocol';
import { Backoff } from './backoff';
import { Company } from './company';
import { EndTimes } from './endTimes';
import { InputQueue } from './inputQueue';
import type { OutputFeed } from './outputFeed';
import { Pulse } from './pulse';
import { isPassing, patienceWith, troubleIn } from './refusals';
import type { Link } from './link';
import { request } from './request';
import { isGuest } from './roster';
import { startFeed } from './startFeed';
import { isWatching, type Goal, type State } from './state';
import type { View } from './view';
import { onWaking } from './waking';

const endWithin = 2000;
// Not before the first screenful: it would measure that.
const firstBeatAfter = 800;
const notConnected: Refusal = { code: 'failed', title: 'Not connected', detail: 'The gateway cannot be reached at the moment.' };
const currentScreen = -1;

/**
 * This tab's hold on one terminal: opens it, loses it, comes back to it at the
 * exact byte, and sees it end. Knows nothing of how any of that looks.
 */
export class Session implements Disposable {
  readonly state = signal<State>({ name: 'connecting' });
  readonly attached = signal<Attached | null>(null);
  /** One line about what cannot be shown; null when there is nothing to say. */
  readonly notice = signal<string | null>(null);
  /** Whether this tab may type; it may only watch otherwise. */
  readonly typing = computed(() => this.attached.value !== null && this.attached.value.may !== 'watch' && this.ends.right.value?.reason !== 'revoked');
  /** What the page's address names; null where it is an invitation, which leads to one terminal only. */
  link: Link | null;
  readonly company = new Company();
  readonly ends = new EndTimes();
  readonly input = new InputQueue();
  readonly pulse: Pulse;
  /** Called when output was shown that had not been shown before. */
  fresh: () => void = () => undefined;
  /** The character set of a terminal's device. */
  encoding: (attached: Attached) => string = ({ traits }) => traits.encoding;
  /** Called when somebody has to sign in, and nothing is on the screen yet. */
  signedOut: (goal: Goal) => void = () => undefined;

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

  constructor(link: Link | null, private readonly view: View, goal: Goal) {
    this.link = link;
    this.#goal = goal;
    // Calls are answered in their order: behind a question to a person no pulse would be felt.
    this.pulse = this.#held.add(new Pulse(() => this.state.value.name === 'asking' ? null : this.#hub, taken => this.input.taken(taken)));
    this.#held.add(onWaking(() => this.#wake()));
    this.#held.add(onSignedIn(() => this.#signedIn()));
    this.#held.add(disposable(effect(() => { if (!this.typing.value) this.input.lose(); })));
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

  /** Whether this tab came to watch somebody else. */
  get watching(): boolean {
    return isWatching(this.#goal);
  }

  /** Lets go of what was, and asks for something else in the same tab. */
  pursue(goal: Goal): void {
    this.#goal = goal;
    this.attached.value = null;
    this.notice.value = null;
    this.ends.draining.value = null;
    this.#backoff.reset();
    this.state.value = goal.kind === 'ask' ? { name: 'asking', who: goal.who } : { name: 'connecting' };
    this.connect();
  }

  /** Nothing is wanted of the port, for now. */
  rest(): void {
    this.#finish({ name: 'quiet' });
  }

  /** Comes into a terminal that is shared with all who open the same place so. */
  joinShared(terminal: string): void {
    this.pursue({ kind: 'join', terminal, viewer: null, watch: false, invitation: null, share: true });
  }

  /** Opens one of the person's own there, which is shared with nobody. */
  openUnshared(): void {
    if (this.link) this.link = { ...this.link, options: { automatic: null, credentials: null, password: null, oneClient: null, ...this.link.options, share: false } };
    this.pursue({ kind: 'open', besides: true });
  }

  /** Does something over the connection. */
  async use(action: (hub: Hub) => Promise<Refusal | null>): Promise<Refusal | null> {
    if (!this.#hub || this.state.value.name !== 'live') return notConnected;
    return action(this.#hub).catch(() => notConnected);
  }

  /** Shows everything that is held once more, as it is decoded now. */
  reread(): void {
    if (this.state.value.name !== 'live') return;
    this.#feed = null;
    this.connect();
  }

  /** Asks again, as if for the first time: for what was refused, or for what another tab took. */
  insist(): void {
    this.state.value = { name: 'connecting' };
    this.connect();
  }

  /** Sends what was typed; while the connection is lost nothing is typed. */
  type(bytes: Uint8Array): void {
    if (this.state.value.name === 'live' && this.typing.value) this.input.add(bytes);
  }

  resize(cols: number, rows: number): void {
    if (this.typing.value) this.#hub?.resize(cols, rows);
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
      if (reply.terminal) this.#live(reply.terminal);
      else if (reply.shared && typeof reply.sharedBy === 'string') this.#finish({ name: 'shared', terminal: reply.shared, owner: reply.sharedBy });
      else if (reply.shared) this.joinShared(reply.shared);
      else if (reply.presence) this.#finish({ name: 'presence', others: reply.presence, refusal: reply.refusal });
      else if (reply.refusal) this.#refused(reply.refusal);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof SignedOutError) this.#signOut();
      else this.#lost(error instanceof TroubleError ? error.trouble : null);
    }
  }

  async #ask(attempt: number): Promise<Reply> {
    this.#leave();
    // Not again on the way back: one request less, and it might wait on a connection that died with the other.
    if (!this.#visited) await visit();
    this.#visited = true;
    const current = () => attempt === this.#attempt;
    const goal = this.#goal;
    const hub = await Hub.connect(goal.kind === 'open' ? null : goal.terminal, {
      ...this.company.events,
      ...this.ends.events,
      Taken: input => this.input.taken(input),
      Resized: (cols, rows) => this.view.resized(cols, rows),
      MayChanged: may => { if (current() && this.attached.value) this.attached.value = { ...this.attached.value, may }; },
      RecordingChanged: recording => { if (current() && this.attached.value) this.attached.value = { ...this.attached.value, recording }; },
      TakenOver: () => this.#finish({ name: 'takenover' }),
      SentAway: reason => { if (current()) this.#finish({ name: 'sentaway', reason }); },
      Ended: ended => this.#ending(hub, ended),
    }, () => current() && this.#closed(hub));
    if (!current()) {
      hub.dispose();
      throw new Error('Overtaken by a later attempt.');
    }
    this.#hub = hub;
    if (goal.kind === 'ask') this.state.value = { name: 'asking', who: goal.who };
    return request(hub, goal, this.link, this.view);
  }

  #live(attached: Attached): void {
    const hub = this.#hub;
    if (!hub) return;
    const sameViewer = this.#goal.kind === 'join' && this.#goal.viewer === attached.viewer;
    const opened = this.#goal.kind === 'open';
    const continued = this.#feed !== null && this.attached.value?.id === attached.id;
    // Who looks on at somebody else's terminal begins with what is on the screen; who lost sight of it, too.
    const guest = this.watching || isGuest(attached);
    const anew = guest && (!continued || attached.may === 'watch');
    const invitation = this.#goal.kind === 'join' ? this.#goal.invitation : null;
    this.#goal = { kind: 'join', terminal: attached.id, viewer: attached.viewer, watch: this.watching, invitation, share: attached.shared };
    // It was for this once: a new terminal asks for it anew.
    if (this.link?.options?.password) this.link = { ...this.link, options: { ...this.link.options, password: null } };
    this.#backoff.reset();
    if (!continued) {
      this.#feed = startFeed(attached, { opened, guest }, this.view, this.notice, {
        acknowledge: offset => this.#hub?.acknowledge(offset),
        caughtUp: () => { if (this.typing.value) this.view.nudge(); },
        fresh: () => this.fresh(),
      }, this.encoding(attached));
    }
    this.company.meet(attached);
    this.attached.value = attached;
    this.state.value = { name: 'live' };
    if (continued) this.#feed?.resume(attached.end);
    const feed = this.#feed;
    if (!feed) return;
    if (anew) feed.awaitScreen();
    hub.output(anew ? currentScreen : feed.expected, {
      next: frame => feed.push(frame),
      complete: () => this.#streamEnded(hub),
      error: () => this.#streamEnded(hub),
    });
    if (hub === this.#hub) {
      this.input.attach(attached, sameViewer, (offset, bytes) => hub.input(offset, bytes));
      const { cols, rows } = this.view;
      if (attached.may === 'watch') this.view.resized(attached.cols, attached.rows);
      else if (cols !== attached.cols || rows !== attached.rows) hub.resize(cols, rows);
      this.#due.add(after(firstBeatAfter, () => this.pulse.beat()));
    }
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
    if (refusal.code === 'signin') this.#signOut();
    else if (isPassing(refusal, reconnecting)) this.#lost(troubleIn(refusal), patienceWith(refusal));
    else this.#finish({ name: 'refused', refusal });
  }

  // A screen with something on it is not thrown away.
  #signOut(): void {
    if (this.attached.value !== null) return this.#finish({ name: 'signin' });
    this.#finish({ name: 'connecting' });
    this.signedOut(this.#goal);
  }

  // The new sign-in counts for new connections only. It may also be in time for a terminal whose sign-in was revoked.
  #signedIn(): void {
    const state = this.state.value.name;
    if (state !== 'signin' && !(state === 'live' && ['signin', 'revoked'].includes(this.ends.right.value?.reason ?? ''))) return;
    this.#visited = false;
    this.connect();
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
    this.ends.forget();
    this.company.forget();
    this.#ended = null;
    this.#hub?.dispose();
    this.#hub = null;
  }

  #wake(): void {
    const state = this.state.value;
    if ((state.name === 'lost' && state.retryAt !== null) || state.name === 'signin') this.connect();
    else if (state.name === 'live') this.pulse.check();
  }
}

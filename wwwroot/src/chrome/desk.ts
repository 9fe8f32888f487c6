import { computed, signal } from '@preact/signals';
import type { Hub } from '../hub/hub';
import { address, page } from '../page';
import type { Member, Presence, Refusal, Signal, WatchRequest } from '../protocol';
import { renewAddress } from '../people/signInPage';
import { pathOf } from '../terminal/link';
import { Modifiers } from '../terminal/modifiers';
import { echoOf, type Manners, type Pace } from '../terminal/manners';
import { PacedPaste } from '../terminal/pacedPaste';
import { Pasted } from '../terminal/pasted';
import { isGone } from '../terminal/refusals';
import { isGuest } from '../terminal/roster';
import type { Session } from '../terminal/session';
import { copyText, readText } from '../screen/clipboard';
import type { Screen } from '../screen/screen';
import type { SettingsStore } from '../screen/settings';
import { defaults } from '../screen/settings';
import type { Sizer } from '../screen/sizer';
import { isWeb } from '../screen/webAddress';
import { inWords, type Where } from '../ui/place';
import { toggleFullScreen } from './fullScreen';
import type { Overlay } from './overlay';
import { whyReadOnly } from './readOnly';

/** Everything a person can do on the terminal page, whichever button, key or menu they use. */
export class Desk {
  readonly overlay = signal<Overlay | null>(null);
  readonly searching = signal(false);
  readonly hoveredLink = signal<string | null>(null);
  /** A short word about what was just done. */
  readonly said = signal<string | null>(null);
  /** Somebody types who may not now, but may ask to. */
  readonly offersToAsk = signal(false);
  readonly modifiers = new Modifiers();
  readonly live = computed(() => this.session.state.value.name === 'live');
  /** Whether what is typed reaches the device. */
  readonly typing = computed(() => this.live.value && this.session.typing.value);
  /** Whether this is the person's own terminal, to share and to end. */
  readonly mine = computed(() => this.session.attached.value !== null && !isGuest(this.session.attached.value));
  /** A text that is pasted slowly. */
  readonly paced: PacedPaste;
  #pasteFreely = false;
  #hush = 0;

  constructor(
    readonly session: Session,
    readonly screen: Screen,
    readonly sizer: Sizer,
    readonly settings: SettingsStore,
    readonly domain: string,
    readonly home: string,
    readonly manners: Manners,
  ) {
    this.paced = new PacedPaste({
      send: text => {
        if (this.typing.value) this.type(text);
        return this.typing.value;
      },
      received: () => session.received,
      lastLine: () => {
        const { active } = this.terminal.buffer;
        return active.getLine(active.baseY + active.cursorY)?.translateToString(true, 0, active.cursorX) ?? '';
      },
      onShown: shown => this.terminal.onWriteParsed(shown),
    }, (sent, lines) => this.say(`Pasting stopped after line ${sent} of ${lines}`));
    this.typing.subscribe(typing => { if (!typing) this.paced.cancel(); });
  }

  /** What is open, or is to be opened; null while an invitation has not said it yet. */
  get where(): Where | null {
    const { attached: { value: attached }, link } = this.session;
    if (attached) return attached;
    if (!link) return null;
    const { method, user, port, device } = link;
    return { method, user, device: device ?? '', place: device === null ? `${this.domain}:${port}` : '' };
  }

  /** "ssh alice@gateway.example:6022", "ssh admin@router-1 (10.0.0.9:22)" */
  get label(): string {
    return this.where ? inWords(this.where) : 'Shared terminal';
  }

  get terminal() {
    return this.screen.terminal;
  }

  /** Back to the terminal, which gets the keyboard once nothing lies over it. */
  back(): void {
    this.overlay.value = null;
  }

  show(overlay: Overlay): void {
    this.overlay.value = overlay;
  }

  say(words: string): void {
    clearTimeout(this.#hush);
    this.offersToAsk.value = false;
    this.said.value = words;
    this.#hush = window.setTimeout(() => (this.said.value = null), 2500);
  }

  /** Keys as if typed. */
  send(keys: string): void {
    this.type(keys);
    this.terminal.focus();
  }

  /** Sends text as the device wants it; what it has no character for is said and not sent. */
  type(text: string): void {
    const { bytes, lost } = this.manners.encode(text);
    this.session.type(bytes);
    if (this.manners.echo.value && this.typing.value) this.terminal.write(echoOf(text));
    if (lost.length > 0) this.say(`Not sent, since ${this.manners.encoding.value} does not have it: ${[...new Set(lost)].slice(0, 10).join(' ')}`);
  }

  /** BREAK and what else a device can be sent beside characters. */
  async sendSignal(signal: Signal, name: string): Promise<void> {
    this.terminal.focus();
    const refusal = await this.session.use(hub => hub.sendSignal(signal));
    this.say(refusal ? `${refusal.title}. ${refusal.detail}` : `${name} sent`);
  }

  /** Another character set from now on, and for what is held. */
  chooseEncoding(encoding: string | null): void {
    this.manners.chooseEncoding(encoding);
    this.session.reread();
  }

  async copy(): Promise<void> {
    const text = this.terminal.getSelection();
    if (text === '') return;
    this.say(await copyText(text) ? 'Copied' : 'The browser did not allow copying');
  }

  async pasteFromClipboard(): Promise<void> {
    const text = await readText();
    if (text === null) this.say('Press Ctrl-Shift-V to paste');
    else this.paste(text);
  }

  paste(text: string): void {
    if (text === '') return;
    if (!this.live.value) return this.say('Not connected: nothing was pasted');
    if (!this.typing.value) return this.sayReadOnly();
    const pasted = new Pasted(text);
    if (pasted.risky && !this.#pasteFreely) this.show({ name: 'paste', pasted });
    else if (pasted.endsLine && isSlow(this.manners.pace.value)) this.paced.start(pasted.text, this.manners.pace.value);
    else this.terminal.paste(pasted.text);
  }

  confirmPaste(text: string, askAgain: boolean): void {
    this.#pasteFreely = !askAgain;
    this.back();
    this.terminal.paste(text);
  }

  pasteSlowly(text: string, pace: Pace, askAgain: boolean): void {
    this.#pasteFreely = !askAgain;
    this.manners.choosePace(pace);
    this.back();
    this.paced.start(text, pace);
  }

  followLink(event: MouseEvent, address: string): void {
    if (!isWeb(address)) return;
    if (event.ctrlKey || event.metaKey) this.openLink(address);
    else if (!this.terminal.hasSelection()) this.show({ name: 'link', address });
  }

  openLink(address: string): void {
    if (isWeb(address)) window.open(address, '_blank', 'noopener,noreferrer');
  }

  /** Larger, smaller, or (0) the usual size. */
  fontStep(step: number): void {
    const { fontSize } = this.settings.current.value;
    this.settings.set({ fontSize: step === 0 ? defaults.fontSize : fontSize + step });
  }

  fullScreen(): void {
    void toggleFullScreen();
    this.terminal.focus();
  }

  /** The one thing Enter does when there is nobody to type to; false if there is. */
  enter(): boolean {
    const state = this.session.state.value;
    switch (state.name) {
      case 'ended':
        this.open();
        return true;
      case 'refused':
        if (page.shared !== null) this.session.insist();
        else if (isGone(state.refusal)) this.open();
        else if (state.refusal.code === 'declined') this.open(true);
        else this.session.insist();
        return true;
      case 'takenover':
      case 'sentaway':
        this.session.insist();
        return true;
      case 'quiet':
        this.open();
        return true;
      case 'signin':
        this.signInAgain();
        return true;
      case 'lost':
        this.session.connect();
        return true;
      default:
        return false;
    }
  }

  /** A new terminal, from the same link, in the same tab; `besides`: although somebody else is on that port. */
  open(besides = false): void {
    // An invitation leads to one terminal only.
    const { attached } = this.session;
    if (page.shared !== null && attached.value) return location.assign(address(pathOf(attached.value)));
    this.session.pursue({ kind: 'open', besides });
  }

  askToWatch({ terminal, name }: Presence): void {
    this.session.pursue({ kind: 'ask', terminal, who: name });
  }

  /** A sign-in beside this tab, which goes on by itself when it is done. */
  signInAgain(): void {
    window.open(renewAddress(), '_blank');
  }

  /** Says why a key does nothing. */
  sayReadOnly(): void {
    const roster = this.session.company.roster.value;
    if (roster.canAsk) this.#offerToAsk();
    else this.say(whyReadOnly(roster, this.session.watching));
  }

  /** Does something about the keyboard or the people; a refusal is said. */
  async arrange(action: (hub: Hub) => Promise<Refusal | null>): Promise<void> {
    this.offersToAsk.value = false;
    const refusal = await this.session.use(action);
    if (refusal) this.say(refusal.detail === '' ? refusal.title : `${refusal.title}. ${refusal.detail}`);
  }

  /** Lets somebody watch who asks to, or not. */
  answer({ id }: WatchRequest, allow: boolean): void {
    this.session.company.settle(id);
    void this.arrange(hub => hub.answerWatch(id, allow).then(() => null));
  }

  /** Ends the terminal, for everybody who is attached to it. */
  end(): void {
    const terminal = this.session.attached.value?.id;
    if (terminal !== undefined) void this.arrange(hub => hub.close(terminal));
  }

  askKeyboard(): void {
    void this.arrange(hub => hub.askKeyboard());
  }

  takeKeyboard(): void {
    void this.arrange(hub => hub.takeKeyboard());
  }

  releaseKeyboard(): void {
    void this.arrange(hub => hub.releaseKeyboard());
  }

  grantKeyboard({ id }: Member): void {
    void this.arrange(hub => hub.grantKeyboard(id));
  }

  sendAway({ id }: Member): void {
    void this.arrange(hub => hub.sendAway(id));
  }

  /** Closes the tab, where the browser lets it; else goes home. */
  leave(): void {
    window.close();
    setTimeout(() => location.assign(this.home), 150);
  }

  #offerToAsk(): void {
    clearTimeout(this.#hush);
    this.said.value = null;
    this.offersToAsk.value = true;
    this.#hush = window.setTimeout(() => (this.offersToAsk.value = false), 6000);
  }
}

function isSlow({ delay, waitFor }: Pace): boolean {
  return delay > 0 || waitFor.trim() !== '';
}

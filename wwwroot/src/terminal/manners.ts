import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { utf8 } from '../bytes';
import type { Attached, TerminalTraitsMessage } from '../protocol';
import { CharacterSet } from './characterSet';
import type { MannersMemory } from './mannersMemory';

const usual: TerminalTraitsMessage = { enter: 'usual', backspace: 'del', localEcho: false, encoding: 'utf-8', signals: false, lineDelay: 0, waitFor: null };

/** How slowly lines are pasted. */
export interface Pace {
  /** Milliseconds after each line. */
  delay: number;
  /** What the last line has to end with before the next is sent; empty for nothing. */
  waitFor: string;
}

/** What is particular about talking to this device: what the gateway knows of it, and what was chosen here instead. */
export class Manners {
  readonly #encoding = signal<string | null>(null);
  readonly #echo = signal<boolean | null>(null);
  readonly #pace = signal<Pace | null>(null);
  #set: CharacterSet | null = null;

  /** The device's character set. */
  readonly encoding = computed(() => this.#encoding.value ?? this.#traits.value.encoding);
  /** Whether the page shows what is typed. */
  readonly echo = computed(() => this.#echo.value ?? this.#traits.value.localEcho);
  readonly pace = computed<Pace>(() => this.#pace.value ?? { delay: this.#traits.value.lineDelay, waitFor: this.#traits.value.waitFor ?? '' });
  readonly #traits: ReadonlySignal<TerminalTraitsMessage>;

  constructor(private readonly attached: ReadonlySignal<Attached | null>, private readonly memory: MannersMemory) {
    this.#traits = computed(() => attached.value?.traits ?? usual);
    const { encoding, pace } = memory.read();
    this.#encoding.value = encoding;
    this.#pace.value = pace;
  }

  /** The character set of a terminal that is about to be shown. */
  encodingOf({ traits }: Attached): string {
    return this.#encoding.value ?? traits.encoding;
  }

  /** Another set than the gateway knows of; null for the gateway's. */
  chooseEncoding(encoding: string | null): void {
    this.#encoding.value = encoding;
    this.#keep();
  }

  choosePace(pace: Pace): void {
    this.#pace.value = pace;
    this.#keep();
  }

  toggleEcho(): void {
    this.#echo.value = !this.echo.value;
  }

  /** What keys and pasted text are to the device, and the characters that it does not have. */
  encode(data: string): { bytes: Uint8Array; lost: string[] } {
    const keys = this.#keys(data);
    const encoding = this.encoding.value;
    if (encoding === 'utf-8') return { bytes: utf8(keys), lost: [] };
    if (this.#set?.name !== encoding) this.#set = new CharacterSet(encoding);
    return this.#set.encode(keys);
  }

  #keys(data: string): string {
    const { enter, backspace } = this.#traits.value;
    if (backspace === 'bs' && data === '\x7f') return '\b';
    if (backspace === 'bs' && data === '\b') return '\x7f';
    if (enter === 'crlf') return data.replace(/\r/g, '\r\n');
    // The telnet client makes CR NUL of CR by itself.
    return enter === 'crnul' && this.attached.peek()?.method !== 'telnet' ? data.replace(/\r/g, '\r\0') : data;
  }

  #keep(): void {
    this.memory.write({ encoding: this.#encoding.value, pace: this.#pace.value });
  }
}

/** What a device would echo of what is typed; nothing of escape sequences. */
export function echoOf(data: string): string {
  if (data.startsWith('\x1b')) return '';
  return data.replace(/[\x00-\x1f\x7f-\x9f]/g, key => key === '\r' ? '\r\n' : key === '\x7f' || key === '\b' ? '\b \b' : '');
}

import { signal } from '@preact/signals';
import { keysInWords } from './keysInWords';

const shownFor = 4;
const longest = 60;

/** Who typed what, a moment ago. Nothing is here that the far end did not show. */
export class Typed {
  /** Null where nobody has typed lately, in the recording's own time. */
  readonly latest = signal<{ name: string; keys: string } | null>(null);
  #name = '';
  #keys = '';
  #at = -Infinity;

  /** An event `p`, `i` or `u`. */
  take(at: number, code: string, data: string): void {
    if (code === 'p') return this.#changed(nameIn(data));
    this.#keys = code === 'u' ? 'something that was not shown' : [...(at - this.#at > shownFor ? '' : this.#keys) + keysInWords(data)].slice(-longest).join('');
    this.#at = at;
    this.latest.value = { name: this.#name, keys: this.#keys };
    if (code === 'u') this.#keys = '';
  }

  /** It is that second now. */
  fade(at: number): void {
    if (this.latest.peek() !== null && at - this.#at > shownFor) this.latest.value = null;
  }

  /** Another place in the recording: what is played from there begins with whoever typed last. */
  forget(): void {
    this.#changed('');
    this.latest.value = null;
    this.#at = -Infinity;
  }

  #changed(name: string): void {
    this.#name = name;
    this.#keys = '';
  }
}

function nameIn(data: string): string {
  try {
    const name = (JSON.parse(data) as { name?: unknown } | null)?.name;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

import { signal } from '@preact/signals';

/** Ctrl and Alt of the touch key bar: pressed once, they apply to the next key. */
export class Modifiers {
  readonly ctrl = signal(false);
  readonly alt = signal(false);

  /** What a key typed now means. */
  apply(text: string): string {
    if ((!this.ctrl.value && !this.alt.value) || [...text].length !== 1) return text;
    const key = this.ctrl.value ? control(text) : text;
    const result = this.alt.value ? `\x1b${key}` : key;
    this.release();
    return result;
  }

  /** An arrow key, as the program's mode and the modifiers want it; `final` is A, B, C or D. */
  arrow(final: string, application: boolean): string {
    const modifier = 1 + (this.alt.value ? 2 : 0) + (this.ctrl.value ? 4 : 0);
    this.release();
    if (modifier > 1) return `\x1b[1;${modifier}${final}`;
    return application ? `\x1bO${final}` : `\x1b[${final}`;
  }

  release(): void {
    this.ctrl.value = this.alt.value = false;
  }
}

function control(key: string): string {
  if (key === ' ' || key === '2') return '\x00';
  if (key === '?' || key === '8') return '\x7f';
  if (key === '/') return '\x1f';
  const code = key.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : key;
}

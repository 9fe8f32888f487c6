const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
const bracket = /(?:\x1b\[|\x9b)20[01]~/g;
const previewLines = 8;
const previewWidth = 200;

/** A text on its way from the clipboard, looked at before it is typed. */
export class Pasted {
  readonly text: string;
  readonly lines: number;
  readonly controls: number;

  constructor(clipboard: string) {
    // Inside a bracketed paste these would end the bracket early, and the rest would run.
    this.text = withoutBrackets(clipboard);
    this.lines = count(this.text.replace(/(?:\r\n|\r|\n)$/, ''), /\r\n|\r|\n/g) + 1;
    this.controls = count(this.text, controls);
  }

  /** Whether it can do more than stand on the command line. */
  get risky(): boolean {
    return this.endsLine || this.controls > 0;
  }

  /** Whether it presses Enter. */
  get endsLine(): boolean {
    return /[\r\n]/.test(this.text);
  }

  get oneLine(): string {
    return this.text.replace(controls, '').replace(/[\r\n]+$/, '').replace(/\s*(?:\r\n|\r|\n)\s*/g, ' ');
  }

  /** The first lines, with control characters made visible. */
  get preview(): string {
    const lines = this.text.slice(0, previewLines * 1000).split(/\r\n|\r|\n/, previewLines);
    return lines.map(line => visible(line.slice(0, previewWidth)) + (line.length > previewWidth ? '…' : '')).join('\n');
  }

  get cut(): boolean {
    return this.lines > previewLines || this.text.length > previewLines * 1000;
  }
}

// Where what is left closed up to another one, somebody meant it: no escape character survives then.
function withoutBrackets(text: string): string {
  const once = text.replace(bracket, '');
  return once.search(bracket) < 0 ? once : once.replace(/[\x1b\x9b]/g, '');
}

function count(text: string, pattern: RegExp): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) found++;
  return found;
}

// Caret notation: every font has it.
function visible(text: string): string {
  return text.replace(controls, character => {
    const code = character.charCodeAt(0);
    return code < 0x20 || code === 0x7f ? `^${String.fromCharCode(code ^ 0x40)}` : '\ufffd';
  });
}

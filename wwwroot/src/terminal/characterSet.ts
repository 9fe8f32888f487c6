/** Names of the WHATWG Encoding Standard that a device may have, as the gateway knows them. */
export const characterSets = [
  'utf-8', 'iso-8859-1', 'iso-8859-2', 'iso-8859-3', 'iso-8859-4', 'iso-8859-5', 'iso-8859-6', 'iso-8859-7', 'iso-8859-8',
  'iso-8859-13', 'iso-8859-15', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253', 'windows-1254', 'windows-1255',
  'windows-1256', 'windows-1257', 'windows-1258', 'windows-874', 'ibm866', 'koi8-r', 'koi8-u', 'macintosh', 'x-mac-cyrillic',
  'gbk', 'gb18030', 'big5', 'euc-jp', 'shift_jis', 'euc-kr',
];

const pairs = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'shift_jis', 'euc-kr']);
// Characters that are there twice: the standard encodes them by the others.
const decodedOnly: Record<string, (lead: number) => boolean> = {
  big5: lead => lead < 0xa1,
  shift_jis: lead => lead === 0xed || lead === 0xee,
};
const newline = 0x0a;
const fourByteCharacters = 39420;
const fourBytesBeyond = 189000;

/** Encodes text for a device. The browser only decodes, so the table is its decoder turned round, made once. */
export class CharacterSet {
  readonly #table = new Map<string, number[]>();
  readonly #hasFour: boolean;

  constructor(readonly name: string) {
    this.#hasFour = name === 'gb18030';
    this.#add(range(0x80, 0xff).map(byte => [byte]));
    if (!pairs.has(name)) return;
    for (const lead of range(0x81, 0xfe)) {
      if (!decodedOnly[name]?.(lead)) this.#add(range(0x40, 0xfe).filter(trail => trail !== 0x7f).map(trail => [lead, trail]));
    }
    if (this.#hasFour) this.#add(range(0, fourByteCharacters - 1).map(four));
  }

  /** The bytes of what the set has, and the characters that it has not. */
  encode(text: string): { bytes: Uint8Array; lost: string[] } {
    const bytes: number[] = [];
    const lost: string[] = [];
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      const found = code < 0x80 ? [code] : this.#table.get(character) ?? (this.#hasFour && code >= 0x10000 ? four(fourBytesBeyond + code - 0x10000) : null);
      if (found) for (const byte of found) bytes.push(byte);
      else lost.push(character);
    }
    return { bytes: Uint8Array.from(bytes), lost };
  }

  // A line feed behind each: it is never part of a character.
  #add(sequences: number[][]): void {
    const decoded = new TextDecoder(this.name).decode(Uint8Array.from(sequences.flatMap(bytes => [...bytes, newline]))).split('\n');
    sequences.forEach((bytes, at) => {
      const text = decoded[at] ?? '';
      const code = text.codePointAt(0) ?? 0;
      const isOne = text.length === (code > 0xffff ? 2 : 1);
      if (isOne && code >= 0x80 && code !== 0xfffd && !this.#table.has(text)) this.#table.set(text, bytes);
    });
  }
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

// GB 18030's linear order of four-byte sequences.
function four(pointer: number): number[] {
  return [0x81 + Math.floor(pointer / 12600), 0x30 + Math.floor(pointer / 1260) % 10, 0x81 + Math.floor(pointer / 10) % 126, 0x30 + pointer % 10];
}

const lineFeed = 0x0a;
const escape = 0x1b;
const searchWithin = 16 * 1024;

/**
 * Where the beginning of the stream is missing, the first bytes at hand may be
 * the rest of an escape sequence or of a character. Drops them: rendering
 * begins after the first line feed; where no line ends for 16 KiB, at the next
 * escape sequence.
 */
export class CleanStart {
  #left = searchWithin;

  /** Returns the part of `bytes` to render; `found` is set once there is one. */
  take(bytes: Uint8Array): { rest: Uint8Array; found: boolean } {
    const line = bytes.indexOf(lineFeed);
    if (line >= 0) return { rest: bytes.subarray(line + 1), found: true };
    this.#left -= bytes.length;
    if (this.#left > 0) return { rest: bytes.subarray(bytes.length), found: false };
    const sequence = bytes.indexOf(escape);
    return { rest: bytes.subarray(Math.max(sequence, 0)), found: true };
  }
}

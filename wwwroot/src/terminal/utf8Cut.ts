const none = new Uint8Array();

/**
 * Keeps a character together that two pieces of the stream cut in two. xterm.js
 * puts most of them together itself, but not one whose second byte is 0x80 and
 * comes last: of an em dash (E2 80 94) something else is left.
 */
export class Utf8Cut {
  #held: Uint8Array = none;

  /** What was held and the bytes, but for the beginning of a character at their end. */
  take(bytes: Uint8Array): Uint8Array {
    let joined = bytes;
    if (this.#held.length > 0) {
      joined = new Uint8Array(this.#held.length + bytes.length);
      joined.set(this.#held);
      joined.set(bytes, this.#held.length);
    }
    const whole = joined.length - begun(joined);
    // Copied: what comes may be memory that is used again.
    this.#held = joined.slice(whole);
    return joined.subarray(0, whole);
  }

  /** Forgets what was held: its rest does not come. */
  clear(): void {
    this.#held = none;
  }
}

/** How many bytes at the end are the beginning of a character (RFC 3629, 3). */
function begun(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

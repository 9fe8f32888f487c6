import { signal } from '@preact/signals';

export interface InputLimits {
  /** Input bytes of this viewer that the gateway has taken. */
  input: number;
  inputWindow: number;
  inputSize: number;
}

/**
 * Bytes on their way to the device. They leave in pieces, never more than a
 * window ahead of what the gateway has taken, and are kept until it has: after
 * a lost connection they are sent again under the same offsets, which the
 * gateway recognises.
 */
export class InputQueue {
  /** Bytes not yet taken. */
  readonly waiting = signal(0);
  #pieces: Uint8Array[] = [];
  // Everything below has been accepted by the gateway, so it need not be kept.
  #taken = 0;
  // Everything below has reached the device, as far as was reported: the window starts here.
  #reported = 0;
  #sent = 0;
  #end = 0;
  #window = 0;
  #size = 1;
  #send: ((offset: number, bytes: Uint8Array) => void) | null = null;

  /** A connection to this viewer stands: sends what it lacks, then whatever is added. */
  attach(limits: InputLimits, sameViewer: boolean, send: (offset: number, bytes: Uint8Array) => void): void {
    // Another viewer counts from its own beginning, and what of the old one's
    // bytes arrived is not known: rather lose a key than press it twice.
    if (!sameViewer || limits.input < this.#taken || limits.input > this.#end) {
      this.#pieces = [];
      this.#taken = this.#reported = this.#end = limits.input;
    }
    this.#window = limits.inputWindow;
    this.#size = limits.inputSize;
    this.#send = send;
    this.#sent = limits.input;
    this.#forget(limits.input);
    this.#pump();
  }

  detach(): void {
    this.#send = null;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#end += bytes.length;
    this.waiting.value = this.#end - this.#taken;
    this.#pump();
  }

  /** Everything below `offset` has reached the device. */
  taken(offset: number): void {
    if (offset <= this.#reported || offset > this.#sent) return;
    this.#reported = offset;
    this.#forget(offset);
    this.#pump();
  }

  /** Tells the gateway that the person is there, without a byte for the device. */
  touch(): void {
    this.#send?.(this.#sent, new Uint8Array(0));
  }

  /** Drops what has not been sent yet. */
  cancel(): void {
    let keep = this.#sent - this.#taken;
    const kept: Uint8Array[] = [];
    for (const piece of this.#pieces) {
      if (keep === 0) break;
      const part = piece.subarray(0, keep);
      kept.push(part);
      keep -= part.length;
    }
    this.#pieces = kept;
    this.#end = this.#sent;
    this.waiting.value = this.#end - this.#taken;
  }

  /** Drops what has not been taken: it was refused, and must not reach the device when the right to type comes back. */
  lose(): void {
    this.#pieces = [];
    this.#taken = this.#end = this.#sent;
    this.waiting.value = 0;
  }

  #forget(offset: number): void {
    let drop = Math.max(offset - this.#taken, 0);
    this.#taken += drop;
    while (drop > 0) {
      const first = this.#pieces[0];
      if (!first) break;
      if (first.length <= drop) this.#pieces.shift();
      else this.#pieces[0] = first.subarray(drop);
      drop -= Math.min(drop, first.length);
    }
    this.waiting.value = this.#end - this.#taken;
  }

  #pump(): void {
    while (this.#send && this.#sent < this.#end) {
      const room = this.#reported + this.#window - this.#sent;
      if (room <= 0) return;
      const bytes = this.#slice(this.#sent - this.#taken, Math.min(room, this.#size));
      const offset = this.#sent;
      this.#sent += bytes.length;
      this.#send(offset, bytes);
    }
  }

  // At most `length` bytes from one piece, `skip` bytes into the queue.
  #slice(skip: number, length: number): Uint8Array {
    for (const piece of this.#pieces) {
      if (skip < piece.length) return piece.subarray(skip, skip + length);
      skip -= piece.length;
    }
    throw new Error('The input queue is shorter than its counters say.');
  }
}

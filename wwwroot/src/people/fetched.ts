import { signal } from '@preact/signals';
import { Disposables, listen, type Disposable } from '../disposable';
import { ApiError, ask, failureInWords, isSignedOut } from './api';
import { goToSignIn } from './signInPage';

/** Something that the gateway answers to a GET, with what went wrong where it did not. */
export class Fetched<T> implements Disposable {
  /** Null until the first answer. */
  readonly latest = signal<T | null>(null);
  readonly busy = signal(false);
  /** Why the last try failed, in words; null if it did not. */
  readonly fault = signal<string | null>(null);
  /** Whether this person is not to see it. */
  readonly hidden = signal(false);
  readonly #held = new Disposables();
  #asked = 0;

  constructor(private path: string) {
    this.#held.add(listen(window, 'focus', () => void this.load()));
    void this.load();
  }

  /** Asks again, for something else where a path is given. The answer to the latest question counts. */
  async load(path = this.path): Promise<void> {
    this.path = path;
    const asked = ++this.#asked;
    this.busy.value = true;
    try {
      const answer = await ask<T>('GET', path);
      if (asked !== this.#asked) return;
      this.latest.value = answer;
      this.fault.value = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      if (isSignedOut(error)) return goToSignIn();
      this.hidden.value = error instanceof ApiError && (error.status === 403 || error.status === 404);
      this.fault.value = failureInWords(error);
    } finally {
      if (asked === this.#asked) this.busy.value = false;
    }
  }

  dispose(): void {
    this.#held.dispose();
  }
}

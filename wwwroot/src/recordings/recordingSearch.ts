import { signal } from '@preact/signals';
import { ask, failureInWords, isSignedOut } from '../people/api';
import { goToSignIn } from '../people/signInPage';
import type { RecordingHit, RecordingHits, RecordingPage, RecordingSummary } from '../protocol';
import { everything, recordingQuery, type RecordingFilter } from './recordingFilter';

const limit = 50;

type Answer = Partial<RecordingPage> & Partial<RecordingHits>;

/** A look through the recordings. Searching is on record, so it is asked only when somebody wants it. */
export class RecordingSearch {
  /** Null until the first answer, and while lines were looked for. */
  readonly recordings = signal<RecordingSummary[] | null>(null);
  /** The lines that were found; null where none were looked for. */
  readonly hits = signal<RecordingHit[] | null>(null);
  /** Where the next ones begin; null where there are none. */
  readonly next = signal<string | null>(null);
  readonly unreachable = signal<string[]>([]);
  readonly busy = signal(false);
  readonly fault = signal<string | null>(null);
  /** What the answer was asked for with. */
  readonly filter = signal<RecordingFilter>(everything);
  #asked = 0;

  async look(filter: RecordingFilter): Promise<void> {
    const answer = await this.#ask(filter, null);
    if (!answer) return;
    this.filter.value = filter;
    this.recordings.value = answer.recordings ?? null;
    this.hits.value = answer.hits ?? null;
  }

  async more(): Promise<void> {
    const answer = await this.#ask(this.filter.value, this.next.value);
    if (answer?.recordings) this.recordings.value = [...this.recordings.value ?? [], ...answer.recordings];
    if (answer?.hits) this.hits.value = [...this.hits.value ?? [], ...answer.hits];
  }

  // Null where it failed, or where something else was asked for meanwhile.
  async #ask(filter: RecordingFilter, from: string | null): Promise<Answer | null> {
    const asked = ++this.#asked;
    this.busy.value = true;
    try {
      const answer = await ask<Answer>('GET', recordingQuery(filter, from, limit));
      if (asked !== this.#asked || !answer) return null;
      this.next.value = answer.next ?? null;
      const unreachable = answer.unreachable ?? [];
      this.unreachable.value = from === null ? unreachable : [...new Set([...this.unreachable.value, ...unreachable])];
      this.fault.value = null;
      return answer;
    } catch (error) {
      if (asked !== this.#asked) return null;
      if (isSignedOut(error)) goToSignIn();
      else this.fault.value = failureInWords(error);
      return null;
    } finally {
      if (asked === this.#asked) this.busy.value = false;
    }
  }
}

import { signal } from '@preact/signals';
import { ask, failureInWords, isSignedOut } from '../people/api';
import { goToSignIn } from '../people/signInPage';
import type { AuditLine, AuditPage } from '../protocol';
import { auditQuery, everything, type AuditFilter } from './auditFilter';

const limit = 100;

/** A search of the record. Reading it is on record too, so it is asked only when somebody wants it. */
export class AuditSearch {
  /** Null until the first answer; the newest first. */
  readonly entries = signal<AuditLine[] | null>(null);
  /** Where the older ones begin; null where there are none. */
  readonly next = signal<string | null>(null);
  readonly unreachable = signal<string[]>([]);
  readonly busy = signal(false);
  readonly fault = signal<string | null>(null);
  /** What the entries were looked for with. */
  readonly filter = signal<AuditFilter>(everything);
  #asked = 0;

  async look(filter: AuditFilter): Promise<void> {
    const page = await this.#ask(filter, null);
    if (!page) return;
    this.filter.value = filter;
    this.entries.value = page.entries;
  }

  async older(): Promise<void> {
    const page = await this.#ask(this.filter.value, this.next.value);
    if (page) this.entries.value = [...this.entries.value ?? [], ...page.entries];
  }

  // Null where it failed, or where something else was asked for meanwhile.
  async #ask(filter: AuditFilter, from: string | null): Promise<AuditPage | null> {
    const asked = ++this.#asked;
    this.busy.value = true;
    try {
      const page = await ask<AuditPage>('GET', `api/audit${auditQuery(filter, from, limit)}`);
      if (asked !== this.#asked || !page) return null;
      this.next.value = page.next;
      this.unreachable.value = from === null ? page.unreachable : [...new Set([...this.unreachable.value, ...page.unreachable])];
      this.fault.value = null;
      return page;
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

import type { RecordingSummary } from '../protocol';

/** How a recording stands, in a word, with what that means; null for one that simply came to its end. */
export function stateInWords(state: RecordingSummary['state']): { word: string; about: string; kind: string } | null {
  switch (state) {
    case 'live': return { word: 'Live', about: 'It is being recorded now', kind: 'good' };
    case 'cutoff': return { word: 'Cut off', about: 'The gateway ended before the terminal did: it plays to its last second', kind: 'warn' };
    case 'damaged': return { word: 'Damaged', about: 'It was changed, or a part is missing: what can be read is played', kind: 'bad' };
    case 'complete': return null;
  }
}

/** Whose terminal it was, for people to read; empty where nobody signs in. */
export function nameOf({ name, person }: Pick<RecordingSummary, 'name' | 'person'>): string {
  return name || person;
}

import type { Invitation } from '../protocol';

/** "Anyone who may open this port can watch", "Bob can type". */
export function forWhom({ person, may }: Pick<Invitation, 'person' | 'may'>): string {
  return `${person ?? 'Anyone who may open this port'} can ${may}`;
}

/** "not used yet", "used once", "used 3 times". */
export function usedInWords(times: number): string {
  return times === 0 ? 'not used yet' : times === 1 ? 'used once' : `used ${times.toLocaleString('en')} times`;
}

import type { Trouble } from '../hub/trouble';
import type { Refusal } from '../protocol';

const passing: ReadonlySet<Refusal['code']> = new Set(['unreachable', 'stopping']);
const passingOnTheWayBack: ReadonlySet<Refusal['code']> = new Set(['rate', 'visit']);

/** Whether to ask again without being told to. On the way back to a terminal there is more reason to. */
export function isPassing({ code }: Refusal, reconnecting: boolean): boolean {
  return passing.has(code) || (reconnecting && passingOnTheWayBack.has(code));
}

/** Whether the terminal is no more, so that only a new one can be had. */
export function isGone({ code }: Refusal): boolean {
  return code === 'missing' || code === 'lost';
}

/** What to say while asking again; null where "connection lost" says enough. */
export function troubleIn({ code, title, detail }: Refusal): Trouble | null {
  if (!passing.has(code)) return null;
  // A stopping gateway advises to try again, which the page is doing.
  return { title, detail: code === 'stopping' ? '' : detail };
}

/** Most milliseconds between two tries. A node that another one cannot reach may be back at any moment. */
export function patienceWith({ code }: Refusal): number {
  return code === 'unreachable' ? 2000 : Infinity;
}

import type { Trouble } from '../hub/trouble';
import type { Ended, Refusal } from '../protocol';

/** What the tab is to its terminal. Each has a face on the page. */
export type State =
  | { name: 'connecting' }
  | { name: 'live' }
  /** `retryAt` in `Date.now()` milliseconds; null while a try is under way. `trouble` where the gateway said what it is. */
  | { name: 'lost'; retryAt: number | null; trouble: Trouble | null }
  | { name: 'takenover' }
  | { name: 'ended'; ended: Ended }
  | { name: 'refused'; refusal: Refusal };

/** What to ask of the gateway on the next connection. */
export type Goal =
  | { kind: 'open' }
  | { kind: 'join'; terminal: string; viewer: string | null };

/** Words for the state, for the status bar, the tab's title and screen readers. */
export function describe(state: State): string {
  switch (state.name) {
    case 'connecting': return 'Connecting';
    case 'live': return 'Connected';
    case 'lost': return state.trouble?.title ?? 'Connection lost';
    case 'takenover': return 'Open in another tab';
    case 'ended': return 'Ended';
    case 'refused': return state.refusal.title;
  }
}

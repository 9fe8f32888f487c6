import type { Trouble } from '../hub/trouble';
import type { Ended, Presence, Refusal } from '../protocol';

/** What the tab is to its terminal. Each has a face on the page. */
export type State =
  | { name: 'connecting' }
  | { name: 'live' }
  /** `retryAt` in `Date.now()` milliseconds; null while a try is under way. `trouble` where the gateway said what it is. */
  | { name: 'lost'; retryAt: number | null; trouble: Trouble | null }
  | { name: 'takenover' }
  | { name: 'ended'; ended: Ended }
  | { name: 'refused'; refusal: Refusal }
  /** Others are on that port: nothing was opened, and the person is asked what they want. */
  /** With a refusal one may look on, but open nothing of one's own. */
  | { name: 'presence'; others: Presence[]; refusal: Refusal | null }
  /** A terminal there is shared with all: nothing was opened, and the person is asked whether to join its owner's. The name is empty where nobody signs in. */
  | { name: 'shared'; terminal: string; owner: string }
  /** Somebody was asked to be watched, and has not answered. */
  | { name: 'asking'; who: string }
  /** The person wanted nothing of that. */
  | { name: 'quiet' }
  /** The sign-in has ended, and there is a screen to come back to. */
  | { name: 'signin' }
  /** The right to look on has ended. */
  | { name: 'sentaway'; reason: string };

/** What to ask of the gateway on the next connection. */
export type Goal =
  /** `besides`: although somebody else is on that port. */
  | { kind: 'open'; besides: boolean }
  /** `share`: somebody else's that is shared with all who open the same place so. */
  | { kind: 'join'; terminal: string; viewer: string | null; watch: boolean; invitation: string | null; share: boolean }
  /** Ask the people on a terminal, then join it. */
  | { kind: 'ask'; terminal: string; who: string };

/** Whether nothing can be typed, whatever the gateway would allow. */
export function isWatching(goal: Goal): boolean {
  return goal.kind === 'ask' || (goal.kind === 'join' && goal.watch);
}

/** Words for the state, for the status bar, the tab's title and screen readers. */
export function describe(state: State): string {
  switch (state.name) {
    case 'connecting': return 'Connecting';
    case 'live': return 'Connected';
    case 'lost': return state.trouble?.title ?? 'Connection lost';
    case 'takenover': return 'Open in another tab';
    case 'ended': return 'Ended';
    case 'refused': return state.refusal.title;
    case 'presence': return 'Somebody is on this port';
    case 'shared': return 'Somebody shares a terminal here';
    case 'asking': return `Waiting for ${state.who} to answer`;
    case 'quiet': return 'Nothing was opened';
    case 'signin': return 'Your sign-in has ended';
    case 'sentaway': return 'No longer shared with you';
  }
}

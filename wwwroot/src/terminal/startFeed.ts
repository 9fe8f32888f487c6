import type { Signal } from '@preact/signals';
import type { Attached } from '../protocol';
import { OutputFeed, type OutputEvents } from './outputFeed';
import type { View } from './view';

const outageBefore = 'Earlier output is no longer held.';
const outageWithin = 'Some output was dropped: it is no longer held.';
const outageSkipped = 'This page was too slow for the output, and was skipped forward to the present.';

/** How this tab came to the terminal. */
export interface Arrival {
  /** It was opened just now. */
  opened: boolean;
  /** It is somebody else's, or only looked at. */
  guest: boolean;
}

/** An empty screen, and the feed that fills it. What cannot be shown is said in `notice`. */
export function startFeed(
  { start, end, acknowledgeEvery }: Attached,
  { opened, guest }: Arrival,
  view: View,
  notice: Signal<string | null>,
  events: Pick<OutputEvents, 'acknowledge' | 'caughtUp' | 'fresh'>,
  encoding: string,
): OutputFeed {
  view.terminal.reset();
  notice.value = start > 0 && !guest ? outageBefore : null;
  let skipped = false;
  return new OutputFeed(view.terminal, {
    ...events,
    gap: () => (notice.value = outageWithin),
    size: (cols, rows) => view.framed(cols, rows),
    painted: () => view.painted(),
    // Who is slow stays slow, and need not be told again and again.
    skipped: () => {
      if (!skipped) notice.value = outageSkipped;
      skipped = true;
    },
    // In a terminal that was only just opened nobody has answered anything yet.
  }, acknowledgeEvery, guest ? end : start, opened ? start : end, encoding);
}

import type { Live } from '../hub/live';
import { inWords } from '../hub/trouble';

/** Says that what is shown may be out of date; nothing while it is not. */
export function Connection({ live }: { live: Live<unknown> }) {
  if (live.connected.value || live.failures.value === 0) return null;
  const trouble = live.trouble.value;
  return (
    <span class="connection" role="status">
      <span class="dot lost" />{trouble ? inWords(trouble) : live.failures.value > 1 ? 'The gateway cannot be reached.' : 'Reconnecting…'}
      {live.failures.value > 1 && <button type="button" class="bare" onClick={() => live.wake()}>Try now</button>}
    </span>
  );
}

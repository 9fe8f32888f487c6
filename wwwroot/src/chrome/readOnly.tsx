import { Icon } from '../ui/icons';
import type { Desk } from './desk';

/** Where nothing can be typed: whose terminal it is, or why. */
export function ReadOnly({ desk }: { desk: Desk }) {
  const { session } = desk;
  const attached = session.attached.value;
  const state = session.state.value.name;
  if (attached?.may !== 'watch' || (state !== 'live' && state !== 'lost')) return null;
  const words = attached.owner !== ''
    ? <>Watching <b>{attached.owner}</b>’s terminal</>
    : session.watching ? <>Watching this terminal</> : <>You may only watch this terminal now</>;
  return (
    <p class="read-only" role="status">
      <Icon name="eye" /><span>{words}</span><span class="muted">Keys are not sent.</span>
    </p>
  );
}

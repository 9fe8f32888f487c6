import { amount } from '../bytes';
import type { DesktopSummary } from '../protocol';
import { Place } from '../ui/place';
import { useNow } from '../ui/useNow';

const dots: Record<DesktopSummary['state'], string> = { waiting: 'lost', connected: 'live', ended: '' };

/** Where a session stands: waiting with a countdown, connected, or over. */
export function SessionState({ session, end }: { session: DesktopSummary; end: () => void }) {
  const now = useNow(1000);
  const left = Math.max(0, Math.ceil((Date.parse(session.expires) - now) / 1000));
  return (
    <section class="session" aria-label="Session">
      <p><Place {...session} />{session.port > 0 && <span class="muted"> at port {session.port}</span>}</p>
      <p class="state">
        <span class={`dot ${dots[session.state]}`} />
        <span role="status">{session.state === 'waiting' ? 'Waiting for you.' : session.state === 'connected' ? 'Connected.' : `Over: ${session.reason}.`}</span>
        {session.state === 'waiting' && <span>It is good once, for {left} s.</span>}
        {session.state === 'connected' && <span>{amount(session.sent)} to the device, {amount(session.received)} from it.</span>}
      </p>
      {session.state !== 'ended' && <button type="button" onClick={end}>{session.state === 'waiting' ? 'Take it back' : 'End it'}</button>}
    </section>
  );
}

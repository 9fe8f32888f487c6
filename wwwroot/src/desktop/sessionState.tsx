import { amount } from '../bytes';
import type { DesktopSummary } from '../protocol';
import { Place } from '../ui/place';
import { useNow } from '../ui/useNow';

/** Where a session stands: waiting with a countdown, connected, or over. */
export function SessionState({ session, end }: { session: DesktopSummary; end: () => void }) {
  const now = useNow(1000);
  const left = Math.max(0, Math.ceil((Date.parse(session.expires) - now) / 1000));
  return (
    <section class="session" aria-label="Session">
      <p><Place {...session} />{session.port > 0 && <span class="muted"> at port {session.port}</span>}</p>
      <p role="status">
        {session.state === 'waiting' && <><span class="dot unreachable" /> Waiting for you. It is good once, for {left} s.</>}
        {session.state === 'connected' && <><span class="dot live" /> Connected. {amount(session.sent)} to the device, {amount(session.received)} from it.</>}
        {session.state === 'ended' && <><span class="dot ended" /> Over: {session.reason}.</>}
      </p>
      {session.state !== 'ended' && <button type="button" onClick={end}>{session.state === 'waiting' ? 'Take it back' : 'End it'}</button>}
    </section>
  );
}

import { useSignal } from '@preact/signals';
import { useFetched } from '../people/useFetched';
import type { DesktopSummary } from '../protocol';
import { Place } from '../ui/place';
import { DesktopDialog } from './desktopDialog';

const nothing = { protocol: 'ssh', user: '' };

/** One's own desktop sessions, of which an address may name one. */
export function MySessions() {
  const sessions = useFetched<DesktopSummary[]>('api/desktop');
  const looked = useSignal(new URLSearchParams(location.search).get('desktop'));
  const standing = sessions.latest.value?.filter(session => session.state !== 'ended') ?? [];
  const close = () => {
    looked.value = null;
    void sessions.load();
  };
  return (
    <>
      {standing.length > 0 && (
        <section aria-labelledby="desktops">
          <header class="section"><h2 id="desktops">Desktop sessions</h2><span class="count">{standing.length}</span></header>
          <ul class="recent">
            {standing.map(session => (
              <li key={session.id}><button type="button" class="bare" onClick={() => (looked.value = session.id)}><Place {...session} /> <span class="muted">{session.state}</span></button></li>
            ))}
          </ul>
        </section>
      )}
      {looked.value !== null && <DesktopDialog device={null} choice={nothing} session={looked.value} close={close} />}
    </>
  );
}

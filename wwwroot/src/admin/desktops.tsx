import { useSignal } from '@preact/signals';
import { amount } from '../bytes';
import { ask } from '../people/api';
import type { DesktopSummary, Overview } from '../protocol';
import { Icon } from '../ui/icons';
import { Place } from '../ui/place';
import { Question } from '../ui/question';
import { clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import type { Board } from './board';

const heads = ['Person', 'Address', 'Session', 'Way', 'State', 'Since', 'To the device', 'From it', 'Rule'];

/** Everybody's sessions in programs of their own. */
export function Desktops({ board, overview }: { board: Board; overview: Overview | null }) {
  const asked = useSignal<DesktopSummary | null>(null);
  const now = useNow(10_000);
  if (!overview) return <div class="ghost-table" aria-busy="true" />;
  const end = async (session: DesktopSummary) => {
    await ask('DELETE', `api/desktops/${session.id}`);
    await board.refresh();
  };
  return (
    <>
      {overview.desktops.length === 0
        ? <p class="empty">Nobody uses a program of their own.</p>
        : (
          <table class="table">
            <thead><tr>{heads.map(head => <th key={head} scope="col">{head}</th>)}<th><span class="offscreen">Actions</span></th></tr></thead>
            <tbody>{overview.desktops.map(session => <Row key={session.id} session={session} now={now} end={() => (asked.value = session)} />)}</tbody>
          </table>
        )}
      {asked.value && (
        <Question title={`End ${asked.value.person}’s session?`} yes="End it" act={() => end(asked.value!)} done={() => (asked.value = null)}>
          <Place {...asked.value} />
          <p class="muted">The connection to the device is cut. Their program is not told why.</p>
        </Question>
      )}
    </>
  );
}

function Row({ session, now, end }: { session: DesktopSummary; now: number; end: () => void }) {
  const { person, personId, way, port, state, reason, rule } = session;
  return (
    <tr class={state === 'ended' ? 'past' : ''}>
      <td data-label="Person" class="who" title={personId}>{person}</td>
      <td data-label="Address" class="mono small">{session.address}</td>
      <td data-label="Session" class="what"><Place {...session} /></td>
      <td data-label="Way">{way === 'port' ? `port ${port}` : 'https'}</td>
      <td data-label="State" class="state">{state}{reason !== '' && <span class="muted small">{reason}</span>}</td>
      <td data-label="Since">{clock(session.started ?? session.made, now)}</td>
      <td data-label="To the device" class="figure">{amount(session.sent)}</td>
      <td data-label="From it" class="figure">{amount(session.received)}</td>
      <td data-label="Rule" class="rule" title={rule}>{rule}</td>
      <td class="does">{state !== 'ended' && <button type="button" class="bare" title="End" aria-label={`End ${person}, ${session.place}`} onClick={end}><Icon name="close" /></button>}</td>
    </tr>
  );
}

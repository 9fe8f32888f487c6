import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { TunnelList } from './messages';
import { Icon } from '../ui/icons';
import { NotThere } from '../ui/notThere';
import { Foot, Top } from '../ui/top';
import { useNow } from '../ui/useNow';
import { AnnounceForm } from './announceForm';
import { EnrolDialog } from './enrolDialog';
import { RemoveQuestion, StopQuestion } from './questions';
import { TunnelDialog } from './tunnelDialog';
import { TunnelLine } from './tunnelLine';
import { TunnelStore } from './tunnelStore';
import { linesOf, matches, stateInWords, stateOf, type Line, type LineState } from './words';

const step = 100;

export type Asked = { what: 'more' | 'enrol' | 'stop' | 'remove'; line: Line } | { what: 'announce' };

/** `/tunnels`: the devices that dial in, and how each is doing. */
export function TunnelsPage() {
  const store = useMemo(() => new TunnelStore(), []);
  useEffect(() => () => store.dispose(), [store]);
  const asked = useSignal<Asked | null>(null);
  const { latest, fault } = store.list;
  const done = () => {
    asked.value = null;
    void store.list.load();
  };
  return (
    <>
      <Top />
      <main class="wide-page">
        <section aria-labelledby="tunnels">
          <header class="section head">
            <h1 id="tunnels">Tunnels</h1>
            {latest.value?.may && <button type="button" class="primary at-end" onClick={() => (asked.value = { what: 'announce' })}>Announce a device</button>}
          </header>
          {fault.value !== null && <NotThere words={fault.value} retry={() => void store.list.load()} />}
          {latest.value === null ? fault.value === null && <div class="ghost-table" aria-busy="true" /> : <Lines list={latest.value} ask={what => (asked.value = what)} />}
        </section>
      </main>
      <Foot />
      {asked.value?.what === 'announce' && <AnnounceForm done={done} />}
      {asked.value?.what === 'more' && <TunnelDialog name={asked.value.line.row.name} which={asked.value.line.member.member} done={done} />}
      {asked.value?.what === 'enrol' && <EnrolDialog line={asked.value.line} done={done} />}
      {asked.value?.what === 'stop' && <StopQuestion row={asked.value.line.row} done={done} />}
      {asked.value?.what === 'remove' && <RemoveQuestion row={asked.value.line.row} done={done} />}
    </>
  );
}

const states: LineState[] = ['up', 'down', 'never', 'stopped'];

function Lines({ list, ask }: { list: TunnelList; ask: (asked: Asked) => void }) {
  const search = useSignal('');
  const only = useSignal<LineState | ''>('');
  const most = useSignal(step);
  const now = useNow(10_000);
  const lines = useMemo(() => linesOf(list.tunnels), [list]);
  const words = search.value.toLowerCase().split(/\s+/).filter(word => word !== '');
  const found = lines.filter(line => (only.value === '' || stateOf(line) === only.value) && matches(line, words));
  if (lines.length === 0) return <p class="empty">{list.may ? 'No device dials in yet. Announce one, and this page says what to run on it.' : 'There is no device that dials in and that you may open.'}</p>;
  return (
    <>
      <div class="filters">
        <label class="search-box"><Icon name="search" /><input type="search" aria-label="Search the tunnels" placeholder="Device, port, road, node, address" value={search}
          onInput={event => { search.value = event.currentTarget.value; most.value = step; }} /></label>
        <div class="chips" role="group" aria-label="State">
          {states.map(state => {
            const count = lines.filter(line => stateOf(line) === state).length;
            return count > 0 && <button key={state} type="button" class={`chip ${state}`} aria-pressed={only.value === state} onClick={() => (only.value = only.value === state ? '' : state)}>{stateInWords[state]} <span class="count">{count.toLocaleString('en')}</span></button>;
          })}
        </div>
        <span class="muted small" role="status">{found.length === lines.length ? '' : `${found.length.toLocaleString('en')} of ${lines.length.toLocaleString('en')}`}</span>
      </div>
      {found.length === 0 ? <p class="empty">None of the {lines.length.toLocaleString('en')} devices matches.</p> : (
        <table class="table tunnels">
          <thead><tr><th>Device</th><th>Ports</th><th>Road</th><th>Since</th><th>From</th><th>Round trip</th><th>Received</th><th>Sent</th><th>Came up</th><th><span class="offscreen">Actions</span></th></tr></thead>
          <tbody>{found.slice(0, most.value).map(line => <TunnelLine key={`${line.row.name} ${line.member.member}`} line={line} may={list.may} now={now} ask={ask} />)}</tbody>
        </table>
      )}
      {found.length > most.value && <p class="more"><button type="button" onClick={() => (most.value += step)}>Show {Math.min(step, found.length - most.value)} more</button></p>}
    </>
  );
}

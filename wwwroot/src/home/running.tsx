import { useSignal } from '@preact/signals';
import { amount } from '../bytes';
import { address } from '../page';
import type { TerminalSummary } from '../protocol';
import { pathOf } from '../terminal/link';
import { Connection } from '../ui/connection';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import { inWords, Place } from '../ui/place';
import { roughly } from '../ui/times';
import { useNow } from '../ui/useNow';
import type { TerminalList } from './terminalList';

/** The visitor's terminals, running or just ended. */
export function Running({ list }: { list: TerminalList }) {
  const asked = useSignal<TerminalSummary | null>(null);
  const terminals = list.latest.value;
  const now = useNow(15_000);
  const running = terminals?.filter(terminal => terminal.ended === null).length ?? 0;
  return (
    <section aria-labelledby="running">
      <header class="section">
        <h2 id="running">Running terminals</h2>
        {running > 0 && <span class="count">{running}</span>}
        <Connection live={list} />
      </header>
      {terminals === null
        ? <div class="cards" aria-busy="true"><div class="card ghost" /><div class="card ghost" /></div>
        : terminals.length === 0
          ? <p class="empty">Nothing is running. A terminal you open keeps running when its tab is closed, for a while, and can be found here.</p>
          : <ul class="cards">{terminals.map(terminal =>
            <Card key={terminal.id} terminal={terminal} now={now} close={() => (asked.value = terminal)} />)}</ul>}
      {asked.value && <Confirm list={list} terminal={asked.value} done={() => (asked.value = null)} />}
    </section>
  );
}

function Card({ terminal, now, close }: { terminal: TerminalSummary; now: number; close: () => void }) {
  const { ended, unreachable } = terminal;
  const where = inWords({ ...terminal, method: '' });
  return (
    <li class={`card ${ended ? 'over' : ''}`}>
      <a href={`${address(pathOf(terminal))}#terminal=${terminal.id}`}>
        <span class={`dot ${ended ? 'ended' : unreachable ? 'unreachable' : 'live'}`} />
        <Place {...terminal} />
      </a>
      <p class="facts small muted">
        {facts(terminal, (now - Date.parse(terminal.started)) / 1000).join(' · ')}
        {terminal.node !== '' && !ended && <> · <span class="node">on {terminal.node}</span></>}
      </p>
      {!ended && !unreachable && <button type="button" class="bare" title="End this terminal" aria-label={`End ${where}`} onClick={close}><Icon name="close" /></button>}
    </li>
  );
}

function facts({ ended, unreachable, idle, viewers, bytes }: TerminalSummary, age: number): string[] {
  if (ended) return [ended.message];
  const open = age < 60 ? 'just opened' : `open for ${roughly(age)}`;
  if (unreachable) return [open, 'its node cannot be reached at the moment'];
  return [open, idle < 60 ? 'in use' : `idle ${roughly(idle)}`, tabs(viewers), amount(bytes)];
}

function tabs(count: number): string {
  return count === 0 ? 'no tab open' : count === 1 ? '1 tab' : `${count} tabs`;
}

function Confirm({ list, terminal, done }: { list: TerminalList; terminal: TerminalSummary; done: () => void }) {
  const failure = useSignal<string | null>(null);
  const close = async () => {
    try {
      const refusal = await list.close(terminal.id);
      if (refusal) failure.value = `${refusal.title}. ${refusal.detail}`;
      else done();
    } catch {
      failure.value = 'The connection was lost before it was done.';
    }
  };
  return (
    <Dialog title="End this terminal?" onClose={done}>
      <Place {...terminal} />
      <p class="muted">The connection to the device is cut, and what runs in it ends as if the line had been dropped.</p>
      {failure.value !== null && <p class="fault" role="alert">{failure.value}</p>}
      <div class="actions">
        <button type="button" class="danger" data-first onClick={() => void close()}>End it</button>
        <button type="button" onClick={done}>Cancel</button>
      </div>
    </Dialog>
  );
}

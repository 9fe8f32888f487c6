import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { AdminTerminal, Overview } from '../protocol';
import { Icon } from '../ui/icons';
import { Place } from '../ui/place';
import { Question } from '../ui/question';
import { useNow } from '../ui/useNow';
import type { Board } from './board';
import { MessageForm } from './messageForm';
import { found, sorted, turned, type Column, type Order } from './sorting';
import { TerminalRow } from './terminalRow';

const step = 100;

const columns: [column: Column, label: string][] = [
  ['person', 'Person'], ['address', 'Address'], ['place', 'Terminal'], ['node', 'Node'], ['started', 'Since'], ['idle', 'Idle'],
  ['bytes', 'Received'], ['typed', 'Typed'], ['viewers', 'On it'], ['rule', 'Rule'],
];

type Asked = { what: 'message' | 'end'; terminal: AdminTerminal };

/** Everybody's terminals. A hundred are shown at a time: thousands of rows would make every refresh felt. */
export function Terminals({ board, overview }: { board: Board; overview: Overview | null }) {
  const search = useSignal('');
  const order = useSignal<Order>({ column: 'started', direction: -1 });
  const most = useSignal(step);
  const asked = useSignal<Asked | null>(null);
  const now = useNow(10_000);
  const terminals = overview?.terminals ?? null;
  const matching = useMemo(() => terminals && sorted(found(terminals, search.value), order.value), [terminals, search.value, order.value]);
  if (!terminals || !matching) return <div class="ghost-table" aria-busy="true" />;
  const shown = matching.slice(0, most.value);
  const done = () => (asked.value = null);
  return (
    <>
      <div class="filters">
        <label class="search-box"><Icon name="search" /><input type="search" aria-label="Search the terminals" placeholder="Person, address, user, port, node, rule" value={search}
          onInput={event => { search.value = event.currentTarget.value; most.value = step; }} /></label>
        <label class="sort"><span class="muted">Sort by</span>
          <select value={order.value.column} onChange={event => (order.value = turned({ column: 'person', direction: -1 }, event.currentTarget.value as Column))}>
            {columns.map(([column, label]) => <option key={column} value={column}>{label}</option>)}
          </select>
        </label>
        <span class="muted small" role="status">{matching.length === terminals.length ? '' : `${matching.length.toLocaleString('en')} of ${terminals.length.toLocaleString('en')}`}</span>
      </div>
      {terminals.length === 0
        ? <p class="empty">Nobody has a terminal open.</p>
        : matching.length === 0
          ? <p class="empty">None of the {terminals.length.toLocaleString('en')} terminals matches.</p>
          : (
            <table class="table">
              <thead>
                <tr>
                  {columns.map(([column, label]) => <Head key={column} column={column} label={label} order={order.value} turn={() => (order.value = turned(order.value, column))} />)}
                  <th><span class="offscreen">Actions</span></th>
                </tr>
              </thead>
              <tbody>
                {shown.map(terminal => <TerminalRow key={terminal.id} terminal={terminal} now={now}
                  message={() => (asked.value = { what: 'message', terminal })} end={() => (asked.value = { what: 'end', terminal })} />)}
              </tbody>
            </table>
          )}
      {matching.length > shown.length && (
        <p class="more"><button type="button" onClick={() => (most.value += step)}>Show {Math.min(step, matching.length - shown.length)} more</button>
          <span class="muted small">{shown.length.toLocaleString('en')} of {matching.length.toLocaleString('en')}</span></p>
      )}
      {asked.value?.what === 'message' && <MessageForm board={board} terminal={asked.value.terminal} done={done} />}
      {asked.value?.what === 'end' && <EndQuestion board={board} terminal={asked.value.terminal} done={done} />}
    </>
  );
}

function Head({ column, label, order, turn }: { column: Column; label: string; order: Order; turn: () => void }) {
  const here = order.column === column;
  return (
    <th scope="col" aria-sort={here ? (order.direction === 1 ? 'ascending' : 'descending') : undefined}>
      <button type="button" class="bare" onClick={turn}>{label}{here && <Icon name={order.direction === 1 ? 'up' : 'down'} />}</button>
    </th>
  );
}

function EndQuestion({ board, terminal, done }: { board: Board; terminal: AdminTerminal; done: () => void }) {
  return (
    <Question title={`End ${terminal.person}’s terminal?`} yes="End it" act={() => board.end(terminal.id)} done={done}>
      <Place {...terminal} />
      <p class="muted">The connection to the device is cut, and {terminal.person} is told that an administrator ended it.</p>
    </Question>
  );
}

import type { Presence, Refusal } from '../protocol';
import { Dialog } from '../ui/dialog';
import { roughly, clock } from '../ui/times';
import type { Desk } from './desk';

/** Others are on that port: nothing was opened yet. */
export function PresenceQuestion({ desk, others, refusal }: { desk: Desk; others: Presence[]; refusal: Refusal | null }) {
  const { session } = desk;
  const [only] = others;
  const people = new Set(others.map(({ name }) => name)).size;
  const title = only && people === 1 ? `${only.name} is on this port` : `${people} people are on this port`;
  return (
    <Dialog title={title} class="presence" onClose={() => session.rest()}>
      <ul>
        {others.map(other => (
          <li key={other.terminal}>
            <p><b>{other.name}</b> has been on this port since {clock(other.since, Date.now())} <span class="muted">({facts(other)})</span></p>
            <button type="button" class={refusal && other === only ? 'primary' : ''} data-first={refusal !== null && other === only}
              aria-label={`Ask ${other.name} to let you watch${others.length > people ? `, since ${clock(other.since, Date.now())}` : ''}`} onClick={() => desk.askToWatch(other)}>Ask to watch</button>
          </li>
        ))}
      </ul>
      {refusal !== null && <p class="muted">{refusal.title}: you can look on, if they let you.</p>}
      {refusal === null && <p class="muted">A connection of your own goes to the same device beside {others.length === 1 ? 'theirs' : 'all of these'}.</p>}
      <div class="actions">
        {refusal === null && <button type="button" class="primary" data-first onClick={() => desk.open(true)}>Open my own <kbd>Enter</kbd></button>}
        <button type="button" onClick={() => session.rest()}>Cancel <kbd>Esc</kbd></button>
      </div>
    </Dialog>
  );
}

function facts({ method, user, idle }: Presence): string {
  return `${method} ${user}, ${idle < 60 ? 'typing now' : `idle ${roughly(idle)}`}`;
}

import type { Desk } from '../chrome/desk';
import { nameOf, type Roster } from '../terminal/roster';
import { Icon } from '../ui/icons';

/** Where the terminal is somebody else's, or nothing can be typed: whose it is, what one is there for, and who has the keyboard. */
export function GuestBar({ desk }: { desk: Desk }) {
  const { session } = desk;
  const attached = session.attached.value;
  const state = session.state.value.name;
  if (!attached || (attached.may === 'type' && desk.mine.value) || (state !== 'live' && state !== 'lost')) return null;
  const roster = session.company.roster.value;
  const types = attached.may === 'type';
  return (
    <div class={`guest-bar ${types ? 'types' : 'read-only'}`}>
      <p role="status">
        <Icon name={types ? 'keyboard' : 'eye'} /><span>{whose(desk, types, roster)} {keyboard(types, roster)}</span>
      </p>
      <KeyboardButton desk={desk} roster={roster} />
    </div>
  );
}

function whose(desk: Desk, types: boolean, { holder }: Roster) {
  if (!desk.mine.value) {
    const owner = desk.session.attached.value?.owner;
    const place = owner ? <><b>{owner}</b>’s terminal</> : <>somebody else’s terminal</>;
    return types ? <>Typing in {place}</> : <>Watching {place}</>;
  }
  if (holder) return <><b>{nameOf(holder)}</b> has the keyboard</>;
  return desk.session.watching ? <>Watching this terminal</> : <>You may only watch this terminal now</>;
}

function keyboard(types: boolean, { mode, me, holder }: Roster) {
  if (types) return <span class="muted wide">{mode === 'open' ? 'Others may type too.' : 'You have the keyboard.'}</span>;
  if (me?.wants) return <span class="muted">You have asked for the keyboard.</span>;
  if (holder && !holder.owner && !me?.owner) return <span class="muted">{nameOf(holder)} has the keyboard.</span>;
  return <span class="muted wide">Keys are not sent.</span>;
}

function KeyboardButton({ desk, roster }: { desk: Desk; roster: Roster }) {
  const does = (label: string, action: () => void) => (
    <button type="button" onClick={() => { action(); desk.terminal.focus(); }}>{label}</button>
  );
  if (roster.canTake) return does('Take it back', () => desk.takeKeyboard());
  if (roster.canAsk) return does('Ask for the keyboard', () => desk.askKeyboard());
  if (roster.canWithdraw) return does('Do not ask any more', () => desk.releaseKeyboard());
  if (roster.canRelease) return does('Give it back', () => desk.releaseKeyboard());
  return null;
}

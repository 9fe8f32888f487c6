import type { Desk } from '../chrome/desk';
import type { Roster } from '../terminal/roster';
import { Icon } from '../ui/icons';

/** Where the terminal is somebody else's, or nothing can be typed: whose it is, what one is there for, and who has the keyboard. */
export function GuestBar({ desk }: { desk: Desk }) {
  const { session } = desk;
  const attached = session.attached.value;
  const state = session.state.value.name;
  if (!attached || (attached.may === 'type' && attached.owner === '') || (state !== 'live' && state !== 'lost')) return null;
  const roster = session.company.roster.value;
  const types = attached.may === 'type';
  return (
    <div class={`guest-bar ${types ? 'types' : 'read-only'}`}>
      <p role="status">
        <Icon name={types ? 'keyboard' : 'eye'} /><span>{whose(attached.owner, types, session.watching, roster)}</span>
        <span class="muted">{keyboard(types, roster)}</span>
      </p>
      <KeyboardButton desk={desk} roster={roster} />
    </div>
  );
}

function whose(owner: string, types: boolean, watching: boolean, roster: Roster) {
  if (owner !== '') return types ? <>Typing in <b>{owner}</b>’s terminal</> : <>Watching <b>{owner}</b>’s terminal</>;
  if (roster.holder) return <><b>{roster.holder.name}</b> has the keyboard</>;
  return watching ? <>Watching this terminal</> : <>You may only watch this terminal now</>;
}

function keyboard(types: boolean, { mode, me, holder }: Roster): string {
  if (types) return mode === 'open' ? 'Others may type too.' : 'You have the keyboard.';
  if (me?.wants) return 'You have asked for the keyboard.';
  return holder && !me?.owner && holder.id !== me?.id && !holder.owner ? `${holder.name} has the keyboard.` : 'Keys are not sent.';
}

function KeyboardButton({ desk, roster }: { desk: Desk; roster: Roster }) {
  const does = (label: string, action: () => void) => (
    <button type="button" onClick={() => { action(); desk.terminal.focus(); }}>{label}</button>
  );
  if (roster.canTake) return does('Take it back', () => desk.takeKeyboard());
  if (roster.canAsk) return does('Ask for the keyboard', () => desk.askKeyboard());
  if (roster.canRelease) return does('Give it back', () => desk.releaseKeyboard());
  return null;
}

import type { Desk } from '../chrome/desk';
import type { Member } from '../protocol';
import { nameOf } from '../terminal/roster';
import { Icon } from '../ui/icons';

/** Somebody asks for the keyboard. The focus stays with the terminal: a key that was meant for it must not give it away. */
export function KeyboardWished({ desk, member }: { desk: Desk; member: Member }) {
  const name = nameOf(member);
  return (
    <div class="banner warn" role="alert">
      <span><Icon name="keyboard" /> <b>{name}</b> asks for the keyboard.</span>
      <span class="does">
        <button type="button" aria-label={`Give ${name} the keyboard`} onClick={() => { desk.grantKeyboard(member); desk.terminal.focus(); }}>Give it</button>
        <button type="button" aria-label={`Do not give ${name} the keyboard now`} onClick={() => { desk.session.company.ignore(member.id); desk.terminal.focus(); }}>Not now</button>
      </span>
    </div>
  );
}

/** Somebody typed who may not now. */
export function AskOffer({ desk }: { desk: Desk }) {
  return (
    <div class="banner" role="status">
      <span>You do not have the keyboard<span class="wide">: keys are not sent</span>.</span>
      <button type="button" onClick={() => { desk.askKeyboard(); desk.terminal.focus(); }}>Ask for the keyboard</button>
    </div>
  );
}

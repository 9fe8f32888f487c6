import type { Message, WatchRequest } from '../protocol';
import { Icon } from '../ui/icons';
import { clock } from '../ui/times';
import type { Desk } from './desk';

/** Somebody asks to watch. The keyboard stays with the terminal: a key that was meant for it must not let anybody in. */
export function Asked({ desk, request }: { desk: Desk; request: WatchRequest }) {
  const answer = (allow: boolean) => {
    desk.answer(request, allow);
    desk.terminal.focus();
  };
  return (
    <div class="banner warn" role="alert">
      <span><Icon name="eye" /> <b>{request.name}</b> asks to watch this terminal.</span>
      <span class="does">
        <button type="button" aria-label={`Let ${request.name} watch`} onClick={() => answer(true)}>Allow</button>
        <button type="button" aria-label={`Do not let ${request.name} watch`} onClick={() => answer(false)}>Decline</button>
      </span>
    </div>
  );
}

/** What an administrator wrote, until it is put aside. */
export function Written({ desk, message }: { desk: Desk; message: Message }) {
  return (
    <div class="banner written" role="alert">
      <span>
        <span class="small muted"><Icon name="message" /> {message.from}, {clock(message.at, Date.now())}</span>
        <span class="text">{message.text}</span>
      </span>
      <button type="button" class="bare" aria-label={`Dismiss the message of ${message.from}`}
        onClick={() => { desk.session.company.dismiss(message); desk.terminal.focus(); }}><Icon name="close" /></button>
    </div>
  );
}

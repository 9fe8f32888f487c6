import type { Desk } from '../chrome/desk';
import type { Member } from '../protocol';
import { nameOf } from '../terminal/roster';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import { clock } from '../ui/times';

/** Everybody on this terminal, and what can be done about them and the keyboard. */
export function PeopleSheet({ desk }: { desk: Desk }) {
  const roster = desk.session.company.roster.value;
  const act = (action: () => void) => () => {
    desk.back();
    action();
  };
  return (
    <Dialog title="On this terminal" class="sheet people" onClose={() => desk.back()}>
      <button type="button" class="bare corner" data-first aria-label="Close the list of people" onClick={() => desk.back()}><Icon name="close" /></button>
      <p class="small muted">{roster.mode === 'open' ? 'Everybody who came to type may type.' : 'One person types at a time.'}</p>
      <ul>{roster.people.map(member => <Row key={member.id} desk={desk} member={member} />)}</ul>
      <div class="actions">
        {roster.canTake && <button type="button" class="primary" onClick={act(() => desk.takeKeyboard())}>Take the keyboard back</button>}
        {roster.canAsk && <button type="button" class="primary" onClick={act(() => desk.askKeyboard())}>Ask for the keyboard</button>}
        {roster.canWithdraw && <button type="button" onClick={act(() => desk.releaseKeyboard())}>Do not ask any more</button>}
        {roster.canRelease && <button type="button" class="primary" onClick={act(() => desk.releaseKeyboard())}>Give the keyboard back</button>}
        {desk.mine.value && <button type="button" onClick={() => desk.show({ name: 'share' })}>Share…</button>}
      </div>
    </Dialog>
  );
}

function Row({ desk, member }: { desk: Desk; member: Member }) {
  const roster = desk.session.company.roster.value;
  const { owner, administrator } = member;
  const name = nameOf(member);
  return (
    <li class={member.types ? 'types' : ''}>
      <Icon name={member.types ? 'keyboard' : 'eye'} />
      <div>
        <p><b>{name}</b>{member === roster.me && <span class="tag">you</span>}{owner && <span class="tag">owner</span>}{administrator && <span class="tag warn">administrator</span>}</p>
        <p class="small muted">{does(member)} · here since {clock(member.since, Date.now())}</p>
        {(roster.canGrant(member) || roster.canSendAway(member)) && (
          <div class="does">
            {roster.canGrant(member) && <button type="button" class={member.wants ? 'primary' : ''} aria-label={`Give ${name} the keyboard`} onClick={() => desk.grantKeyboard(member)}>Give the keyboard</button>}
            {roster.canSendAway(member) && <button type="button" aria-label={`Send ${name} away`} onClick={() => desk.sendAway(member)}>Send away</button>}
          </div>
        )}
      </div>
    </li>
  );
}

function does({ types, wants, may, owner }: Member): string {
  if (types) return 'types';
  if (wants) return 'asks for the keyboard';
  return may === 'type' && !owner ? 'watches, may ask for the keyboard' : 'watches';
}

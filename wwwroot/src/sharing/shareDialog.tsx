import { useEffect, useMemo } from 'preact/hooks';
import type { Desk } from '../chrome/desk';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import { InvitationList } from './invitationList';
import { Invitations } from './invitations';
import { InviteForm } from './inviteForm';
import { KeyboardChoice } from './keyboardChoice';
import { Made } from './made';

/** Lets others come to one's own terminal. */
export function ShareDialog({ desk }: { desk: Desk }) {
  const invitations = useMemo(() => new Invitations(desk.session), []);
  const people = desk.session.company.roster.value.people.length;
  // Whoever comes in has used one of them.
  useEffect(() => void invitations.load(), [people]);
  const { made, fault } = invitations;
  return (
    <Dialog title="Share this terminal" class="share" onClose={() => desk.back()}>
      <button type="button" class="bare corner" aria-label="Close" onClick={() => desk.back()}><Icon name="close" /></button>
      {made.value ? <Made invitations={invitations} made={made.value} /> : <InviteForm invitations={invitations} />}
      {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
      <InvitationList invitations={invitations} />
      <KeyboardChoice desk={desk} />
    </Dialog>
  );
}

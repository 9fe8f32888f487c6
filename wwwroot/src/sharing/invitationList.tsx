import { clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import type { Invitations } from './invitations';
import { forWhom, usedInWords } from './words';

/** The links that are good now. */
export function InvitationList({ invitations }: { invitations: Invitations }) {
  const now = useNow(5000);
  const good = invitations.all.value?.filter(({ expires }) => Date.parse(expires) > now) ?? [];
  if (good.length === 0) return null;
  return (
    <section class="invitations" aria-labelledby="invitations">
      <h3 id="invitations">Links that are good now</h3>
      <ul>
        {good.map(invitation => (
          <li key={invitation.id}>
            <p>{forWhom(invitation)}<span class="small muted"> until {clock(invitation.expires, now)}, {usedInWords(invitation.used)}</span></p>
            <button type="button" disabled={invitations.busy} title="Ends the link, and sends away who came in by it"
              aria-label={`Revoke: ${forWhom(invitation)} until ${clock(invitation.expires, now)}`} onClick={() => void invitations.revoke(invitation)}>Revoke</button>
          </li>
        ))}
      </ul>
      <p class="small muted">Revoking a link also sends away who came in by it.</p>
    </section>
  );
}

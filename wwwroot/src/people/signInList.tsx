import type { SignInSummary } from '../protocol';
import { ago, clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import { agentInWords } from './agent';

interface Props {
  signIns: SignInSummary[];
  /** Whose they are is worth saying. */
  named: boolean;
  revoke: (signIn: SignInSummary) => void;
}

/** Sign-ins, as rows; the browser in words. */
export function SignInList({ signIns, named, revoke }: Props) {
  const now = useNow(30_000);
  return (
    <ul class="rows">
      {signIns.map(signIn => (
        <li key={signIn.id}>
          <span class="main">
            {named && <b title={signIn.personId}>{signIn.person}</b>}
            <span title={signIn.agent}>{agentInWords(signIn.agent)}</span>
            {signIn.current && <span class="tag good">this one</span>}
          </span>
          <span class="facts small muted">
            <span class="mono">{signIn.address}</span> · since {clock(signIn.since, now)} · last used {ago((now - Date.parse(signIn.seen)) / 1000)} · until {clock(signIn.expires, now)}
          </span>
          <button type="button" aria-label={`Revoke ${named ? `${signIn.person}, ` : ''}${agentInWords(signIn.agent)}, ${signIn.address}`} onClick={() => revoke(signIn)}>
            {signIn.current ? 'Sign out' : 'Revoke'}
          </button>
        </li>
      ))}
    </ul>
  );
}

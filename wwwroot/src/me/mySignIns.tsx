import { useSignal } from '@preact/signals';
import { agentInWords } from '../people/agent';
import { ask } from '../people/api';
import { SignInList } from '../people/signInList';
import { signOut } from '../people/signOut';
import { SignOutQuestion } from '../people/signOutQuestion';
import { useFetched } from '../people/useFetched';
import type { SignInSummary } from '../protocol';
import { NotThere } from '../ui/notThere';
import { Question } from '../ui/question';

/** Where this person is signed in. */
export function MySignIns() {
  const fetched = useFetched<SignInSummary[]>('api/me/sign-ins');
  const asked = useSignal<SignInSummary | 'all' | null>(null);
  const signIns = fetched.latest.value;
  const done = () => (asked.value = null);
  const revoke = async (signIn: SignInSummary) => {
    if (signIn.current) return signOut(false);
    await ask('DELETE', `api/me/sign-ins/${encodeURIComponent(signIn.id)}`);
    await fetched.load();
  };
  return (
    <section aria-labelledby="sign-ins">
      <header class="section">
        <h2 id="sign-ins">My sign-ins</h2>
        {signIns && <span class="count">{signIns.length}</span>}
        <button type="button" class="at-end" onClick={() => (asked.value = 'all')}>Sign out everywhere…</button>
      </header>
      {fetched.fault.value !== null && <NotThere words={fetched.fault.value} retry={() => void fetched.load()} />}
      {signIns
        ? <SignInList signIns={signIns} named={false} revoke={signIn => (asked.value = signIn)} />
        : fetched.fault.value === null && <div class="card ghost" aria-busy="true" />}
      {asked.value === 'all'
        ? <SignOutQuestion done={done} />
        : asked.value && (
          <Question title={asked.value.current ? 'Sign out here?' : 'Revoke this sign-in?'} yes={asked.value.current ? 'Sign out' : 'Revoke'}
            act={() => revoke(asked.value as SignInSummary)} done={done}>
            <p>{agentInWords(asked.value.agent)}, <span class="mono">{asked.value.address}</span></p>
            <p class="muted">It has to sign in again. Terminals that were opened with it end.</p>
          </Question>
        )}
    </section>
  );
}

import { useSignal } from '@preact/signals';
import { agentInWords } from '../people/agent';
import { ask } from '../people/api';
import { SignInList } from '../people/signInList';
import { useFetched } from '../people/useFetched';
import type { SignInSummary } from '../protocol';
import { Icon } from '../ui/icons';
import { NotThere } from '../ui/notThere';
import { Question } from '../ui/question';

const step = 100;

/** Everybody's sign-ins. */
export function SignIns() {
  const fetched = useFetched<SignInSummary[]>('api/sign-ins');
  const search = useSignal('');
  const most = useSignal(step);
  const asked = useSignal<SignInSummary | null>(null);
  const signIns = fetched.latest.value;
  const matching = signIns && matchingSignIns(signIns, search.value);
  const revoke = async ({ id }: SignInSummary) => {
    await ask('DELETE', `api/sign-ins/${encodeURIComponent(id)}`);
    await fetched.load();
  };
  return (
    <>
      {fetched.fault.value !== null && <NotThere words={fetched.fault.value} retry={() => void fetched.load()} />}
      <div class="filters">
        <label class="search-box"><Icon name="search" /><input type="search" aria-label="Search the sign-ins" placeholder="Person, address, browser" value={search}
          onInput={event => { search.value = event.currentTarget.value; most.value = step; }} /></label>
        <span class="muted small" role="status">{matching && signIns && `${matching.length.toLocaleString('en')}${matching.length === signIns.length ? '' : ` of ${signIns.length.toLocaleString('en')}`}`}</span>
        <button type="button" class="at-end" disabled={fetched.busy.value} onClick={() => void fetched.load()}>Refresh</button>
      </div>
      {!matching
        ? fetched.fault.value === null && <div class="ghost-table" aria-busy="true" />
        : matching.length === 0
          ? <p class="empty">{search.value === '' ? 'Nobody is signed in.' : 'No sign-in matches.'}</p>
          : <SignInList signIns={matching.slice(0, most.value)} named revoke={signIn => (asked.value = signIn)} />}
      {matching && matching.length > most.value && <p class="more"><button type="button" onClick={() => (most.value += step)}>Show more</button></p>}
      {asked.value && (
        <Question title={`Revoke a sign-in of ${asked.value.person}?`} yes="Revoke" act={() => revoke(asked.value as SignInSummary)} done={() => (asked.value = null)}>
          <p>{agentInWords(asked.value.agent)}, <span class="mono">{asked.value.address}</span></p>
          <p class="muted">{asked.value.current ? 'It is the one you are using: you will have to sign in again.' : 'They have to sign in again. Terminals that were opened with it end.'}</p>
        </Question>
      )}
    </>
  );
}

function matchingSignIns(signIns: SignInSummary[], search: string): SignInSummary[] {
  const words = search.toLowerCase().split(/\s+/).filter(word => word !== '');
  return signIns
    .filter(({ person, personId, address, agent }) => {
      const text = `${person}\n${personId}\n${address}\n${agentInWords(agent)}`.toLowerCase();
      return words.every(word => text.includes(word));
    })
    .toSorted((a, b) => Date.parse(b.seen) - Date.parse(a.seen));
}

import { useSignal } from '@preact/signals';
import { ask, failureInWords } from '../people/api';
import { useFetched } from '../people/useFetched';
import type { CredentialList, CredentialSummary } from '../protocol';
import { NotThere } from '../ui/notThere';
import { Question } from '../ui/question';
import { clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import { CredentialForm } from './form';
import { placesInWords } from './words';

interface Props {
  /** `api/me/credentials` for one's own, `api/credentials` for the gateway's. */
  path: string;
  heading: string;
  /** What is said where there are none. */
  none: string;
  /** Whether it is for the gateway's: with groups, Vault, certificates and a test. */
  gateway: boolean;
}

/** Credentials by name and kind; their secrets stay in the gateway. */
export function Credentials({ path, heading, none, gateway }: Props) {
  const fetched = useFetched<CredentialList>(path);
  const removing = useSignal<CredentialSummary | null>(null);
  const writing = useSignal<CredentialSummary | 'new' | null>(null);
  const tried = useSignal<{ id: string; words: string; failed?: boolean } | null>(null);
  const now = useNow(30_000);
  const latest = fetched.latest.value;
  const isOff = latest !== null && !latest.keeps && !(gateway && latest.vault);
  const remove = async ({ id }: CredentialSummary) => {
    await ask('DELETE', `${path}/${encodeURIComponent(id)}`);
    await fetched.load();
  };
  const test = async ({ id }: CredentialSummary) => {
    tried.value = { id, words: 'Being tested…' };
    try {
      await ask('POST', `${path}/${encodeURIComponent(id)}/test`, {});
      tried.value = { id, words: 'It can be used.' };
    } catch (error) {
      tried.value = { id, words: failureInWords(error), failed: true };
    }
  };
  return (
    <section aria-labelledby="credentials">
      <header class="section">
        <h2 id="credentials">{heading}</h2>
        {latest && latest.credentials.length > 0 && <span class="count">{latest.credentials.length}</span>}
        <button type="button" class="at-end" disabled={latest === null || isOff} onClick={() => (writing.value = 'new')}>Add…</button>
      </header>
      {fetched.fault.value !== null && <NotThere words={fetched.fault.value} retry={() => void fetched.load()} />}
      {!latest
        ? fetched.fault.value === null && <div class="card ghost" aria-busy="true" />
        : latest.credentials.length === 0
          ? <p class="empty">{isOff ? 'Nothing is kept here: the operator has configured no master key.' : none}</p>
          : (
            <ul class="rows">
              {latest.credentials.map(one => (
                <li key={one.id}>
                  <span class="main"><b>{one.name}</b><span class="tag">{one.kind}</span></span>
                  <span class="facts small muted">
                    {one.user === '' ? 'any user' : <>user <span class="mono">{one.user}</span></>} · {placesInWords(one)}{one.priority !== 0 && ` · priority ${one.priority}`} · written {clock(one.changed, now)}
                    <span role="status">{tried.value?.id === one.id && <> · <span class={tried.value.failed ? 'fault' : ''}>{tried.value.words}</span></>}</span>
                  </span>
                  {one.publicKey !== '' && <pre class="preview address" tabIndex={0} aria-label={`Public key of ${one.name}`}>{one.publicKey}</pre>}
                  <span class="does">
                    {gateway && <button type="button" aria-label={`Test ${one.name}`} onClick={() => void test(one)}>Test</button>}
                    {one.kind !== 'authority' && <button type="button" aria-label={`Change ${one.name}`} onClick={() => (writing.value = one)}>Change…</button>}
                    <button type="button" aria-label={`Remove ${one.name}`} onClick={() => (removing.value = one)}>Remove</button>
                  </span>
                </li>
              ))}
            </ul>
          )}
      {writing.value && latest && (
        <CredentialForm path={path} gateway={gateway} list={latest} before={writing.value === 'new' ? null : writing.value}
          written={() => { writing.value = null; void fetched.load(); }} done={() => (writing.value = null)} />
      )}
      {removing.value && (
        <Question title="Remove this credential?" yes="Remove" act={() => remove(removing.value as CredentialSummary)} done={() => (removing.value = null)}>
          <p><b>{removing.value.name}</b></p>
          <p class="muted">Its secret is gone for good. Nobody is signed in with it any more; terminals that run go on.</p>
        </Question>
      )}
    </section>
  );
}

import { useSignal } from '@preact/signals';
import { address } from '../page';
import { ask } from '../people/api';
import { useFetched } from '../people/useFetched';
import type { NewToken, TokenSummary } from '../protocol';
import { NotThere } from '../ui/notThere';
import { Question } from '../ui/question';
import { ago, clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import { MadeToken } from './madeToken';
import { exampleFor } from './scopes';
import { TokenForm } from './tokenForm';

/** Tokens that this person's scripts use. */
export function MyTokens() {
  const fetched = useFetched<TokenSummary[]>('api/me/tokens');
  const revoking = useSignal<TokenSummary | null>(null);
  const making = useSignal(false);
  const made = useSignal<NewToken | null>(null);
  const now = useNow(30_000);
  const tokens = fetched.latest.value;
  const revoke = async ({ id }: TokenSummary) => {
    await ask('DELETE', `api/me/tokens/${encodeURIComponent(id)}`);
    await fetched.load();
  };
  const keep = (token: NewToken) => {
    making.value = false;
    made.value = token;
    void fetched.load();
  };
  return (
    <section aria-labelledby="tokens">
      <header class="section">
        <h2 id="tokens">My tokens</h2>
        {tokens && tokens.length > 0 && <span class="count">{tokens.length}</span>}
        <button type="button" class="at-end" onClick={() => (making.value = true)}>New token…</button>
      </header>
      {fetched.fault.value !== null && <NotThere words={fetched.fault.value} retry={() => void fetched.load()} />}
      {!tokens
        ? fetched.fault.value === null && <div class="card ghost" aria-busy="true" />
        : tokens.length === 0
          ? <p class="empty">You have none. A token lets a script of yours do what you may do, or a part of it, until it expires.</p>
          : (
            <ul class="rows">
              {tokens.map(token => (
                <li key={token.id} class={Date.parse(token.expires) < now ? 'past' : ''}>
                  <span class="main"><b>{token.name}</b>{token.scopes.map(scope => <span key={scope} class="tag">{scope}</span>)}</span>
                  <span class="facts small muted">
                    made {clock(token.created, now)} · {Date.parse(token.expires) < now ? 'expired' : 'expires'} {clock(token.expires, now)} · {token.used === null
                      ? 'never used'
                      : <>last used {ago((now - Date.parse(token.used)) / 1000)} from <span class="mono">{token.address}</span></>}
                  </span>
                  <button type="button" aria-label={`Revoke ${token.name}`} onClick={() => (revoking.value = token)}>Revoke</button>
                </li>
              ))}
            </ul>
          )}
      <details class="example">
        <summary>How a script uses one</summary>
        <pre class="preview" tabIndex={0} aria-label="Example">{exampleFor(address(''))}</pre>
      </details>
      {making.value && <TokenForm made={keep} done={() => (making.value = false)} />}
      {made.value && <MadeToken made={made.value} done={() => (made.value = null)} />}
      {revoking.value && (
        <Question title="Revoke this token?" yes="Revoke" act={() => revoke(revoking.value as TokenSummary)} done={() => (revoking.value = null)}>
          <p><b>{revoking.value.name}</b></p>
          <p class="muted">Scripts that use it are refused from now on.</p>
        </Question>
      )}
    </section>
  );
}

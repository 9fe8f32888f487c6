import { page } from '../page';
import { Icon } from '../ui/icons';
import { Foot, Top } from '../ui/top';
import { PasswordForm } from './passwordForm';
import type { SignInTry } from './signInTry';
import { Wait } from './wait';

export function SignInPage({ attempt }: { attempt: SignInTry }) {
  return (
    <>
      <Top />
      <main>
        <section class="sign-in" aria-labelledby="sign-in">
          {attempt.done.value ? <Done /> : attempt.leaving.value ? <Leaving /> : <Ways attempt={attempt} />}
        </section>
      </main>
      <Foot />
    </>
  );
}

function Ways({ attempt }: { attempt: SignInTry }) {
  const { ways, wish } = attempt;
  const busy = attempt.busy.value || attempt.waitUntil.value !== null;
  const others = ways.oidc !== '' || ways.connection;
  const none = !ways.password && !others;
  return (
    <>
      <h1 id="sign-in">{wish.renew ? 'Sign in again' : 'Sign in'}</h1>
      {wish.out
        ? <p class="said" role="status"><Icon name="check" />You have signed out.</p>
        : wish.renew && <p class="muted">Your terminals go on in their own tabs.</p>}
      {attempt.fault.value !== null && (
        <p class="trouble" role="alert">{attempt.fault.value} {attempt.waitUntil.value !== null && <Wait attempt={attempt} until={attempt.waitUntil.value} />}</p>
      )}
      {ways.oidc !== '' && (
        // Not followed by a fetch: the provider's page has to come.
        <a class={`button big ${ways.password ? '' : 'primary'}`} href={attempt.providerAddress}
          onClick={event => { event.preventDefault(); attempt.goToProvider(); }}>{ways.oidc}</a>
      )}
      {ways.connection && (
        <button type="button" class={`big ${ways.password || ways.oidc !== '' ? '' : 'primary'}`} disabled={busy} onClick={() => void attempt.useConnection()}>
          <Icon name="key" />Continue with your certificate or proxy
        </button>
      )}
      {ways.password && others && <p class="or" aria-hidden="true"><span>or</span></p>}
      {ways.password && <PasswordForm attempt={attempt} busy={busy} />}
      {none && <p class="trouble" role="alert">There is no way to sign in at the moment. Ask the operator of {page.domain}.</p>}
    </>
  );
}

function Leaving() {
  return <><h1 id="sign-in">Signing in…</h1><p class="muted" role="status"><span class="spinner" /> One moment.</p></>;
}

function Done() {
  return (
    <>
      <h1 id="sign-in">You are signed in</h1>
      <p role="status">Your terminals go on. You can close this tab.</p>
      <div class="actions"><button type="button" class="primary" onClick={() => window.close()}>Close this tab</button></div>
    </>
  );
}

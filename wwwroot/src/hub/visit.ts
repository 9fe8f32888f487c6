import { every, type Disposable } from '../disposable';
import { address, page } from '../page';
import { failureOf, isSignedOut } from '../people/api';
import { settleSigningIn } from '../people/signedIn';
import { goToSignIn } from '../people/signInPage';
import { TroubleError, troubleOf } from './trouble';

const repeatAfter = 10 * 60_000;
const giveUpAfter = 6000;

/** Thrown where somebody has to sign in first. */
export class SignedOutError extends Error {}

/**
 * Makes, and keeps, the visitor's session. The cookie is SameSite=Strict, so a
 * page that was reached from another site has to ask for it itself. Throws a
 * SignedOutError where somebody has to sign in first, and a TroubleError where
 * the gateway says why it cannot.
 */
export async function visit(): Promise<void> {
  const response = await fetch(address('api/visit'), {
    method: 'POST',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(giveUpAfter),
  });
  if (response.ok) return settleSigningIn();
  const trouble = await troubleOf(response);
  if (trouble) throw new TroubleError(trouble);
  if (isSignedOut(await failureOf(response))) throw new SignedOutError();
  throw new Error(`The gateway answered ${response.status}.`);
}

/**
 * Repeats the visit while the page is open, so that the session does not expire under it.
 *
 * @param signedOut what to do where the sign-in has ended: the page goes to sign in again, unless it has something to lose
 */
export function keepVisiting(signedOut: () => void = goToSignIn): Disposable {
  return every(repeatAfter, () => {
    // A page that nobody looks at does not keep somebody signed in.
    if (page.signIn && document.visibilityState === 'hidden') return;
    void visit().catch(error => {
      if (error instanceof SignedOutError) signedOut();
    });
  });
}

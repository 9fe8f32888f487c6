import { every, type Disposable } from '../disposable';
import { address } from '../page';
import { TroubleError, troubleOf } from './trouble';

const repeatAfter = 10 * 60_000;
const giveUpAfter = 6000;

/**
 * Makes, and keeps, the visitor's session. The cookie is SameSite=Strict, so a
 * page that was reached from another site has to ask for it itself. Throws a
 * TroubleError where the gateway says why it cannot.
 */
export async function visit(): Promise<void> {
  const response = await fetch(address('api/visit'), {
    method: 'POST',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(giveUpAfter),
  });
  if (response.ok) return;
  const trouble = await troubleOf(response);
  throw trouble ? new TroubleError(trouble) : new Error(`The gateway answered ${response.status}.`);
}

/** Repeats the visit while the page is open, so that the session does not expire under it. */
export function keepVisiting(): Disposable {
  return every(repeatAfter, () => void visit().catch(() => undefined));
}

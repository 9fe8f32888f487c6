import { address } from '../page';
import { secretIn } from '../terminal/invitationMemory';
import { pathOf } from './next';

/** The sign-in page, which leads back to `from`. A secret that could not be put aside goes on in the fragment, which is sent to nobody. */
export function signInAddress(from: string = location.href): string {
  const { hash } = new URL(from);
  return `${address('sign-in')}?next=${encodeURIComponent(pathOf(from))}${secretIn(hash) === null ? '' : hash}`;
}

/** A sign-in page that is closed when it is done. */
export function renewAddress(): string {
  return address('sign-in?renew');
}

/** Leaves this page for the sign-in page, which leads back. */
export function goToSignIn(from?: string): void {
  location.replace(signInAddress(from));
}

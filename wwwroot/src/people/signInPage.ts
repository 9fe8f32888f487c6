import { address } from '../page';
import { pathOf } from './next';

/** The sign-in page, which leads back to `from`. */
export function signInAddress(from: string = location.href): string {
  return `${address('sign-in')}?next=${encodeURIComponent(pathOf(from))}`;
}

/** A sign-in page that is closed when it is done. */
export function renewAddress(): string {
  return address('sign-in?renew');
}

/** Leaves this page for the sign-in page, which leads back. */
export function goToSignIn(from?: string): void {
  location.replace(signInAddress(from));
}

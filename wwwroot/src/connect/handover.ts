const key = 'gateway:connect:password';

/**
 * Opens an address of this gateway in a new tab and hands a password over to
 * it. A tab that is opened gets a copy of its opener's session storage, which
 * goes with that tab; no address, no other tab and no disk has the password.
 *
 * @returns whether it was opened, as far as the browser says: not if it blocked a tab with a password
 */
export function openWithPassword(address: string, password: string | null): boolean {
  if (password === null) {
    open(address, '_blank', 'noopener');
    return true;
  }
  try {
    sessionStorage.setItem(key, password);
  } catch {
    // Storage is refused: the device asks for the password itself.
  }
  const opened = open(address, '_blank');
  takePassword();
  return opened !== null;
}

/** The password that this tab was opened with, once; null if it was not. */
export function takePassword(): string | null {
  try {
    const password = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return password;
  } catch {
    return null;
  }
}

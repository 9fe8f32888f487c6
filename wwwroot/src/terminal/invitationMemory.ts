const fragment = /^#([0-9a-f]{32})$/;

/** The secret of an invitation in the fragment of an address; null where there is none. */
export function secretIn(hash: string): string | null {
  return fragment.exec(hash)?.[1] ?? null;
}

/**
 * What this tab knows of the invitation it came with. The secret is kept in
 * sessionStorage only, which ends with the tab and is shared with no other, so
 * that the address need not show it: reloads, reconnects and a sign-in on the
 * way find it here.
 */
export class InvitationMemory {
  readonly #key: string;

  /** @param terminal the one that the invitation leads to */
  constructor(terminal: string, private readonly storage: () => Storage = () => sessionStorage) {
    this.#key = `gateway:invitation:${terminal}`;
  }

  /**
   * Takes the secret out of an address. Where storage is refused it has to stay there, or a reload would lose it.
   *
   * @param conceal takes the fragment out of what the browser shows
   */
  take(hash: string, conceal: () => void): string | null {
    const secret = secretIn(hash);
    if (secret === null) return this.#read();
    if (this.#write(secret)) conceal();
    return secret;
  }

  #read(): string | null {
    try {
      return this.storage().getItem(this.#key);
    } catch {
      return null;
    }
  }

  #write(secret: string): boolean {
    try {
      this.storage().setItem(this.#key, secret);
      return true;
    } catch {
      return false;
    }
  }
}

/** Shows the address of this page without its fragment, also in the history. */
export function concealFragment(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
}

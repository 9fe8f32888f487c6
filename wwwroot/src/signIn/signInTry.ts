import { signal } from '@preact/signals';
import { address, page } from '../page';
import { ApiError, ask, failureInWords } from '../people/api';
import { pathOf } from '../people/next';
import { announceSignedIn, markSigningIn, settleSigningIn, signingInSince } from '../people/signedIn';
import type { Me, SignInRequest, SignInWays } from '../protocol';
import { readWish, wayByItself, type Wish } from './wish';

const waitAtLeast = 1;
const leaveNothingBehind = 400;

/** One visit to the sign-in page: what was tried, and what became of it. */
export class SignInTry {
  readonly wish: Wish;
  readonly busy = signal(false);
  /** Signed in, and this tab has nothing more to do. */
  readonly done = signal(false);
  /** Leaves for the provider, or for the page that was asked for. */
  readonly leaving = signal(false);
  readonly fault = signal<string | null>(null);
  /** `Date.now()` milliseconds before which the gateway does not look at another try; null if it does. */
  readonly waitUntil = signal<number | null>(null);

  constructor(readonly ways: SignInWays, href: string) {
    this.wish = readWish(href, page.base);
    if (ways.trouble !== '') this.fault.value = ways.trouble;
  }

  /** Where the single sign-on button leads. */
  get providerAddress(): string {
    const { wish } = this;
    const next = wish.renew ? pathOf(address('sign-in?renew=done')) : pathOf(wish.next);
    return `${address('sign-in/oidc')}?next=${encodeURIComponent(next)}`;
  }

  /** Starts what can start by itself. */
  async begin(): Promise<void> {
    if (this.wish.renewed && await isSignedIn()) {
      settleSigningIn();
      return this.#finish();
    }
    const way = wayByItself(this.ways, this.wish, signingInSince(), Date.now());
    if (way === 'oidc') this.goToProvider();
    else if (way === 'connection') {
      markSigningIn();
      await this.useConnection();
    }
  }

  goToProvider(): void {
    markSigningIn();
    this.leaving.value = true;
    location.assign(this.providerAddress);
  }

  usePassword(request: SignInRequest): Promise<boolean> {
    return this.#post('api/sign-in', request, 'Name, password or code is wrong.');
  }

  useConnection(): Promise<boolean> {
    return this.#post('api/sign-in/connection', undefined, 'The connection does not say who you are.');
  }

  /** Somebody has signed in in another tab of this browser. */
  async arrive(): Promise<void> {
    if (!this.wish.out && await isSignedIn()) this.#finish();
  }

  // False where it failed.
  async #post(path: string, body: SignInRequest | undefined, refused: string): Promise<boolean> {
    this.busy.value = true;
    this.fault.value = null;
    try {
      await ask('POST', path, body);
    } catch (error) {
      this.#failed(error, refused, body === undefined);
      return false;
    } finally {
      this.busy.value = false;
    }
    announceSignedIn();
    this.#finish();
    return true;
  }

  #failed(error: unknown, refused: string, inItsWords: boolean): void {
    const status = error instanceof ApiError ? error.status : 0;
    if (status === 429) {
      const seconds = Math.max(error instanceof ApiError ? error.retryAfter ?? 0 : 0, waitAtLeast);
      this.waitUntil.value = Date.now() + seconds * 1000;
      this.fault.value = 'Too many tries.';
    } else if (status === 401) {
      // Of a password nothing more may be said; of a certificate the gateway says what is wrong with it.
      this.fault.value = inItsWords && error instanceof ApiError && error.detail !== '' ? failureInWords(error) : refused;
    } else {
      this.fault.value = failureInWords(error);
    }
  }

  #finish(): void {
    if (this.wish.renew) {
      this.done.value = true;
      setTimeout(() => window.close(), leaveNothingBehind);
    } else {
      this.leaving.value = true;
      location.replace(this.wish.next);
    }
  }
}

async function isSignedIn(): Promise<boolean> {
  try {
    return await ask<Me>('GET', 'api/me') !== null;
  } catch {
    return false;
  }
}

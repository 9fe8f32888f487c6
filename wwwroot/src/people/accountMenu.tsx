import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Disposables, listen } from '../disposable';
import { address, page } from '../page';
import { Icon } from '../ui/icons';
import { failureInWords } from './api';
import { me } from './me';
import { signOut } from './signOut';
import { SignOutQuestion } from './signOutQuestion';

/** Who is signed in, and what they can do about it. */
export function AccountMenu() {
  const open = useSignal(false);
  const asking = useSignal(false);
  const failure = useSignal<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const shown = open.value;

  // Before it is seen: a key that comes at once has to find it.
  useLayoutEffect(() => {
    if (!shown) return;
    const held = new Disposables();
    const outside = (event: Event) => { if (!box.current?.contains(event.target as Node)) open.value = false; };
    held.add(listen(document, 'pointerdown', outside));
    held.add(listen(document, 'focusin', outside));
    held.add(listen<KeyboardEvent>(document, 'keydown', event => {
      if (event.key !== 'Escape') return;
      open.value = false;
      button.current?.focus();
    }));
    return () => held.dispose();
  }, [shown]);

  const who = me.value;
  const leave = async () => {
    failure.value = null;
    try {
      await signOut(false);
    } catch (error) {
      failure.value = failureInWords(error);
    }
  };
  return (
    <div class="account" ref={box}>
      <button ref={button} type="button" class="bare" aria-expanded={shown} aria-controls="account-menu" aria-label={who ? `Account: ${who.displayName || who.name}` : 'Account'}
        onClick={() => (open.value = !shown)}>
        <Icon name="person" /><span class="who">{who ? who.displayName || who.name : 'Account'}</span><Icon name="down" />
      </button>
      {shown && (
        <div id="account-menu" class="account-menu">
          {who && <p class="small muted">Signed in as <b>{who.name}</b>{who.administrator && ' · administrator'}</p>}
          {page.page !== 'home' && <a href={address('')}>Terminals</a>}
          {page.page !== 'me' && <a href={address('me')}>My page</a>}
          {page.devices && page.page !== 'devices' && <a href={address('devices')}>Devices</a>}
          {page.recordings && page.page !== 'recordings' && <a href={address('recordings')}>Recordings</a>}
          {who?.administrator && page.page !== 'admin' && <a href={address('admin')}>Administration</a>}
          <hr />
          <button type="button" onClick={() => void leave()}>Sign out</button>
          <button type="button" onClick={() => { open.value = false; asking.value = true; }}>Sign out everywhere…</button>
          {failure.value !== null && <p class="fault small" role="alert">{failure.value}</p>}
        </div>
      )}
      {asking.value && <SignOutQuestion done={() => (asking.value = false)} />}
    </div>
  );
}

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/icons';
import type { SignInTry } from './signInTry';

export function PasswordForm({ attempt, busy }: { attempt: SignInTry; busy: boolean }) {
  const form = useRef<HTMLFormElement>(null);
  const shown = useSignal(false);
  useLayoutEffect(() => field('name')?.focus(), []);

  // Read from the fields, since password stores fill them without a word.
  const field = (name: string) => form.current?.elements.namedItem(name) as HTMLInputElement | null;
  const submit = async (event: Event) => {
    event.preventDefault();
    const [name, password, code] = ['name', 'password', 'code'].map(field);
    if (!name || !password || busy) return;
    const empty = [name, password].find(input => input.value.trim() === '');
    if (empty) return empty.focus();
    shown.value = false;
    const done = await attempt.usePassword({ name: name.value.trim(), password: password.value, code: code?.value.replace(/\s/g, '') ?? '' });
    if (done) return;
    password.value = '';
    if (code) code.value = '';
    password.focus();
  };

  return (
    <form ref={form} class="password-form" onSubmit={event => void submit(event)} noValidate>
      <label><span>Name</span>
        <input name="name" required maxLength={256} autocomplete="username" autocapitalize="none" spellcheck={false} />
      </label>
      <label><span>Password</span>
        <span class="with-button">
          <input name="password" required maxLength={256} type={(shown.value ? 'text' : 'password') as 'password'} autocomplete="current-password" autocapitalize="none" spellcheck={false} />
          <button type="button" class="bare" aria-pressed={shown.value} aria-label="Show password" title="Show password" onClick={() => (shown.value = !shown.value)}>
            <Icon name={shown.value ? 'eyeOff' : 'eye'} />
          </button>
        </span>
      </label>
      {attempt.ways.code && (
        <label><span>One-time code <span class="muted">if you have one</span></span>
          <input name="code" class="mono" maxLength={10} inputMode="numeric" autocomplete="one-time-code" />
        </label>
      )}
      <button type="submit" class="primary big" disabled={busy}>{attempt.busy.value ? <><span class="spinner" />Signing in…</> : 'Sign in'}</button>
    </form>
  );
}

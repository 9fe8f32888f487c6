import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { page } from '../page';
import type { InvitationRequest } from '../protocol';
import { Choice } from './choice';
import type { Invitations } from './invitations';

const times: [minutes: number, label: string][] = [[15, '15 minutes'], [60, '1 hour'], [240, '4 hours'], [480, '8 hours']];
const longestName = 256;

/** What the link is to let people do, whom, and for how long. */
export function InviteForm({ invitations }: { invitations: Invitations }) {
  const may = useSignal<InvitationRequest['may']>('watch');
  const one = useSignal(false);
  const name = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const minutes = useSignal(60);
  // After another link was made; a dialog that opens does it by itself.
  useLayoutEffect(() => form.current?.querySelector<HTMLInputElement>(':checked')?.focus(), []);
  const submit = (event: Event) => {
    event.preventDefault();
    const person = one.value ? name.current?.value.trim() ?? '' : null;
    if (person === '') name.current?.focus();
    else void invitations.make({ may: may.value, person, minutes: minutes.value });
  };
  return (
    <form ref={form} class="invite" onSubmit={submit} noValidate>
      <Choice legend="Whoever follows the link" name="may" value={may.value} change={value => (may.value = value)} first
        options={[['watch', 'watches'], ['type', 'may type too']]} />
      {page.signIn && (
        <Choice legend="It is for" name="whom" value={one.value ? 'one' : 'anyone'} change={value => (one.value = value === 'one')}
          options={[['anyone', 'anyone who may open this port'], ['one', 'one person']]} />
      )}
      {one.value && (
        <label class="field"><span class="muted small">The name they sign in with, such as “alice”</span>
          <input ref={name} maxLength={longestName} required autocomplete="off" autocapitalize="none" spellcheck={false} />
        </label>
      )}
      <label class="row"><span>It can be used for</span>
        <select value={minutes.value} onChange={event => (minutes.value = Number(event.currentTarget.value))}>
          {times.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
        </select>
      </label>
      {!page.signIn && <p class="small muted">Nobody signs in here: whoever has the link can use it.</p>}
      <div class="actions"><button type="submit" class="primary" disabled={invitations.busy}>Make a link</button></div>
    </form>
  );
}

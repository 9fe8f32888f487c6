import { useSignal } from '@preact/signals';
import { ask, failureInWords } from '../people/api';
import { me } from '../people/me';
import type { NewToken, TokenRequest, TokenScope } from '../protocol';
import { Dialog } from '../ui/dialog';
import { longestName, mostDays, scopesFor, tokenFault } from './scopes';

interface Props {
  made: (token: NewToken) => void;
  done: () => void;
}

export function TokenForm({ made, done }: Props) {
  const name = useSignal('');
  const days = useSignal(90);
  const chosen = useSignal<TokenScope[]>(['terminals']);
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const offered = scopesFor(me.value?.administrator === true);

  const choose = (scope: TokenScope, on: boolean) => {
    chosen.value = on ? [...chosen.value, scope] : chosen.value.filter(other => other !== scope);
  };
  const make = async (event: Event) => {
    event.preventDefault();
    fault.value = tokenFault(name.value, chosen.value, days.value);
    if (fault.value !== null || busy.value) return;
    busy.value = true;
    try {
      const token = await ask<NewToken>('POST', 'api/me/tokens', { name: name.value.trim(), scopes: chosen.value, days: days.value } satisfies TokenRequest);
      if (token) made(token);
    } catch (error) {
      fault.value = failureInWords(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Dialog title="New token" onClose={done}>
      <form class="stack" onSubmit={event => void make(event)} noValidate>
        <label class="field"><span>Name</span>
          <input data-first maxLength={longestName} placeholder="nightly backup" value={name} autocomplete="off" onInput={event => (name.value = event.currentTarget.value)} />
        </label>
        <fieldset class="choices">
          <legend>It may</legend>
          {offered.map(([scope, meaning]) => (
            <label key={scope}>
              <input type="checkbox" checked={chosen.value.includes(scope)} onChange={event => choose(scope, event.currentTarget.checked)} />
              <span><b>{scope}</b> <span class="muted">{meaning}</span></span>
            </label>
          ))}
        </fieldset>
        <label class="row"><span>Days until it expires</span>
          <input type="number" min={1} max={mostDays} value={days} onInput={event => (days.value = event.currentTarget.valueAsNumber)} />
        </label>
        {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>Make it</button>
          <button type="button" onClick={done}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}

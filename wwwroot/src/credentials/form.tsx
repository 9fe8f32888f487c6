import { useSignal } from '@preact/signals';
import { ask, failureInWords } from '../people/api';
import type { CredentialList, CredentialRequest, CredentialSummary } from '../protocol';
import { Dialog } from '../ui/dialog';
import { Secrets, type Typed } from './secrets';
import { namesIn } from './words';

interface Props {
  path: string;
  gateway: boolean;
  list: CredentialList;
  /** The one to change; null for a new one. */
  before: CredentialSummary | null;
  written: () => void;
  done: () => void;
}

/** Adds a credential, or changes one. What is typed as a secret is sent once and not kept in the page. */
export function CredentialForm({ path, gateway, list, before, written, done }: Props) {
  const name = useSignal(before?.name ?? '');
  const user = useSignal(before?.user ?? '');
  const devices = useSignal(before?.devices.join(', ') ?? (gateway ? '' : '*'));
  const groups = useSignal(before?.groups.join(', ') ?? '');
  const people = useSignal(before?.people.join(', ') ?? '');
  const priority = useSignal(before?.priority ?? 0);
  const kind = useSignal(before?.kind ?? 'password');
  const typed = useSignal<Typed>({});
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);

  const write = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    try {
      await ask(before ? 'PUT' : 'POST', before ? `${path}/${encodeURIComponent(before.id)}` : path, {
        name: name.value.trim(), kind: kind.value, user: user.value.trim(), devices: namesIn(devices.value), groups: namesIn(groups.value), people: namesIn(people.value),
        priority: Number.isFinite(priority.value) ? priority.value : 0,
        // An empty field leaves the secret as it is.
        password: typed.value.password || null, key: typed.value.key || null, passphrase: typed.value.passphrase || null, generate: typed.value.generate ?? false, vault: typed.value.vault || null,
      } satisfies CredentialRequest);
      written();
    } catch (error) {
      fault.value = failureInWords(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <Dialog title={before ? `Change “${before.name}”` : 'New credential'} onClose={done}>
      <form class="stack" onSubmit={event => void write(event)} noValidate autocomplete="off">
        <label class="field"><span>Name</span>
          <input data-first maxLength={64} value={name} autocomplete="off" onInput={event => (name.value = event.currentTarget.value)} />
        </label>
        <label class="field"><span>User on the device</span>
          <input maxLength={64} value={user} placeholder="any" autocomplete="off" onInput={event => (user.value = event.currentTarget.value)} />
        </label>
        <label class="field"><span>Devices, with * for any letters</span>
          <input value={devices} placeholder="core1, edge-*" autocomplete="off" onInput={event => (devices.value = event.currentTarget.value)} />
        </label>
        {gateway && (
          <>
            <label class="field"><span>Groups of devices</span>
              <input value={groups} placeholder="core, edge" autocomplete="off" onInput={event => (groups.value = event.currentTarget.value)} />
            </label>
            <label class="field"><span>Only for people of these groups</span>
              <input value={people} placeholder="everybody who may open the device" autocomplete="off" onInput={event => (people.value = event.currentTarget.value)} />
            </label>
          </>
        )}
        <label class="row"><span>Priority <span class="muted">the highest goes first</span></span>
          <input type="number" min={-1000} max={1000} value={priority} onInput={event => (priority.value = event.currentTarget.valueAsNumber)} />
        </label>
        <Secrets kind={kind} typed={typed} changes={before !== null} gateway={gateway} keeps={list.keeps} vault={list.vault} />
        {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>{before ? 'Save' : 'Add'}</button>
          <button type="button" onClick={done}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}

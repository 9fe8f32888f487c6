import { useSignal } from '@preact/signals';
import { ask, failureInWords } from '../people/api';
import type { TunnelRequest } from './messages';
import { Dialog } from '../ui/dialog';
import { emptyAnnouncement, requestOf, type Announcement } from './announcement';

type Port = Exclude<keyof Announcement, 'name' | 'pair' | 'passwords'>;

/** Announces one device; series are for the command line. */
export function AnnounceForm({ done }: { done: () => void }) {
  const said = useSignal<Announcement>(emptyAnnouncement);
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const change = (part: Partial<Announcement>) => (said.value = { ...said.value, ...part });
  const port = (name: Port, label: string, hint: string) => (
    <label class="field"><span>{label} <span class="muted">{hint}</span></span>
      <input type="number" inputMode="numeric" min={1} max={65535} value={said.value[name]} onInput={event => change({ [name]: event.currentTarget.value })} /></label>
  );
  const send = async (event: Event) => {
    event.preventDefault();
    const { request, fault: wrong } = requestOf(said.value);
    fault.value = wrong;
    if (!request || busy.value) return;
    busy.value = true;
    try {
      await ask('POST', 'api/tunnels', request satisfies TunnelRequest);
      done();
    } catch (error) {
      fault.value = failureInWords(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title="Announce a device" onClose={done}>
      <form class="stack" noValidate onSubmit={event => void send(event)}>
        <label class="field"><span>Name</span><input data-first autocomplete="off" spellcheck={false} maxLength={64} placeholder="sop001" value={said.value.name} onInput={event => change({ name: event.currentTarget.value })} /></label>
        <p class="muted small">Each port is one of the gateway’s own, and leads to that service of the device while it is there.</p>
        <div class="port-fields">{port('ssh', 'ssh', '')}{port('http', 'http', 'optional')}{port('app', 'app', 'optional')}</div>
        <label class="row"><span>It is a pair: a master and a clone</span><input type="checkbox" checked={said.value.pair} onChange={event => change({ pair: event.currentTarget.checked })} /></label>
        {said.value.pair && (
          <>
            <div class="port-fields">{port('cloneSsh', 'Clone’s ssh', '')}{port('cloneHttp', 'Clone’s http', 'optional')}{port('cloneApp', 'Clone’s app', 'optional')}</div>
            <div class="port-fields">{port('service', 'Port of whichever is live', 'optional')}</div>
          </>
        )}
        <label class="row"><span>Passwords may sign in to its ssh, not only keys</span><input type="checkbox" checked={said.value.passwords} onChange={event => change({ passwords: event.currentTarget.checked })} /></label>
        {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy.value}>Announce it</button>
          <button type="button" onClick={done}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}

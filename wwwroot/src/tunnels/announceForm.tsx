import { useSignal } from '@preact/signals';
import { ApiError, ask, failureInWords } from '../people/api';
import type { TunnelAnnounced, TunnelRequest, TunnelToken } from './messages';
import { Dialog } from '../ui/dialog';
import { countOf, emptyAnnouncement, previewOf, requestOf, type Announcement, type PortField } from './announcement';
import { MadeTokens } from './madeTokens';

/** Announces a device or a series of them; tokens that were made for them are shown in its place. */
export function AnnounceForm({ done }: { done: () => void }) {
  const said = useSignal<Announcement>(emptyAnnouncement);
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const made = useSignal<readonly TunnelToken[]>([]);
  const send = async (event: Event) => {
    event.preventDefault();
    const { request, fault: wrong } = requestOf(said.value);
    fault.value = wrong;
    if (!request || busy.value) return;
    busy.value = true;
    try {
      const answer = await ask<TunnelAnnounced>('POST', 'api/tunnels', request satisfies TunnelRequest);
      if (answer && answer.tokens.length > 0) made.value = answer.tokens;
      else done();
    } catch (error) {
      fault.value = refusalInWords(error);
    } finally {
      busy.value = false;
    }
  };
  const count = countOf(said.value);
  if (made.value.length > 0) return <Dialog key="tokens" title={made.value.length === 1 ? `Token of ${said.value.name.trim()}` : `Tokens of ${said.value.name.trim()}`} onClose={() => undefined}><MadeTokens tokens={made.value} done={done} /></Dialog>;
  return (
    <Dialog key="form" title="Announce a device" onClose={() => { if (!busy.value) done(); }}>
      <form class="stack" noValidate onSubmit={event => void send(event)}>
        <Fields said={said.value} change={part => (said.value = { ...said.value, ...part })} />
        {fault.value !== null && <p ref={intoView} class="fault fault-lines" role="alert" tabIndex={0}>{fault.value}</p>}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy.value}>{count === 1 ? 'Announce it' : `Announce ${count} ${said.value.pair ? 'pairs' : 'devices'}`}</button>
          <button type="button" disabled={busy.value} onClick={done}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}

const intoView = (box: HTMLElement | null) => box?.scrollIntoView({ block: 'nearest' });

// A line for each device that something is wrong with.
function refusalInWords(error: unknown): string {
  return error instanceof ApiError && error.detail.includes('\n') ? `${error.title}:\n${error.detail}` : failureInWords(error);
}

function Fields({ said, change }: { said: Announcement; change: (part: Partial<Announcement>) => void }) {
  const port = (name: PortField, label: string, hint = '') => (
    <label class="field"><span>{label} <span class="muted">{hint}</span></span>
      <input type="number" inputMode="numeric" min={1} max={65535} value={said[name]} onInput={event => change({ [name]: event.currentTarget.value })} /></label>
  );
  const yesOrNo = (name: 'pair' | 'token' | 'passwords', label: string, hint = '') => (
    <label class="row"><span>{label}{hint !== '' && <span class="muted small"> {hint}</span>}</span><input type="checkbox" checked={said[name]} onChange={event => change({ [name]: event.currentTarget.checked })} /></label>
  );
  const preview = previewOf(said);
  return (
    <>
      <label class="field"><span>Name <span class="muted">or a series, sop001..sop050</span></span><input data-first autocomplete="off" spellcheck={false} maxLength={140} placeholder="sop001" value={said.name} onInput={event => change({ name: event.currentTarget.value })} /></label>
      <p class="muted small" role="status">{preview === '' ? 'Each port is one of the gateway’s own, and leads to that service of the device while it is there.' : <><b>{preview}.</b> Give the ports of the first device; each further one has the next.</>}</p>
      <div class="port-fields">{port('ssh', 'ssh')}{port('http', 'http', 'optional')}{port('app', 'app', 'optional')}</div>
      {yesOrNo('pair', 'It is a pair: a master and a clone')}
      {said.pair && (
        <>
          <div class="port-fields">{port('cloneSsh', 'Clone’s ssh')}{port('cloneHttp', 'Clone’s http', 'optional')}{port('cloneApp', 'Clone’s app', 'optional')}</div>
          <div class="port-fields">
            {port('service', 'Port of whichever is live', 'optional')}
            <label class="field"><span>It leads, while both are live, to</span>
              <select value={said.preferred} onChange={event => change({ preferred: event.currentTarget.value === 'clone' ? 'clone' : 'master' })}><option value="master">the master</option><option value="clone">the clone</option></select></label>
          </div>
        </>
      )}
      <details class="more-fields">
        <summary>More</summary>
        <div class="stack">
          {port('direct', 'Direct port', 'leads to its ssh even while it does not dial in')}
          {yesOrNo('token', 'It signs in by a token in place of a key', 'With the agent only; shown once.')}
          {yesOrNo('passwords', 'Passwords may sign in to its ssh, not only keys')}
        </div>
      </details>
    </>
  );
}

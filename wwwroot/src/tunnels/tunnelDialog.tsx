import { useSignal } from '@preact/signals';
import { ask, failureInWords } from '../people/api';
import { useFetched } from '../people/useFetched';
import type { TunnelDetail, TunnelLogLines } from './messages';
import { Dialog } from '../ui/dialog';
import { NotThere } from '../ui/notThere';
import { CopyText } from './copyText';
import { History } from './history';
import { roadInWords } from './words';

type Part = 'setup' | 'history' | 'ports' | 'log';

const parts: [Part, string][] = [['setup', 'Set it up'], ['history', 'History'], ['ports', 'Ports'], ['log', 'Its log']];

/** Everything about one device: what to run on it, what happened to it, who holds its ports, and what its agent says. */
export function TunnelDialog({ name, which, done }: { name: string; which: string; done: () => void }) {
  const fetched = useFetched<TunnelDetail>(`api/tunnels/${encodeURIComponent(name)}`);
  const part = useSignal<Part>('setup');
  const detail = fetched.latest.value;
  return (
    <Dialog title={name} class="tunnel-dialog" onClose={done}>
      <nav class="tabs" role="tablist" aria-label="About this device">
        {parts.map(([word, label]) => <button key={word} type="button" role="tab" aria-selected={part.value === word} onClick={() => (part.value = word)}>{label}</button>)}
      </nav>
      {fetched.fault.value !== null && <NotThere words={fetched.fault.value} retry={() => void fetched.load()} />}
      {detail === null ? fetched.fault.value === null && <div class="ghost-table" aria-busy="true" /> : (
        <div role="tabpanel">
          {part.value === 'setup' && <Setups detail={detail} which={which} />}
          {part.value === 'history' && <History lines={detail.history} pair={detail.row.members.length > 1} />}
          {part.value === 'ports' && <Ports detail={detail} />}
          {part.value === 'log' && <AgentLog name={name} which={which} detail={detail} />}
        </div>
      )}
      <div class="actions"><button type="button" data-first onClick={done}>Close</button></div>
    </Dialog>
  );
}

function Setups({ detail, which }: { detail: TunnelDetail; which: string }) {
  const setups = detail.setups.filter(setup => setup.member === which);
  if (setups.length === 0) return <p class="empty">Nothing can dial in here yet: the setting tunnels.ssh.listen says where plain ssh comes, and publicUrl where agents do.</p>;
  return (
    <>
      {setups.map(setup => (
        <details key={setup.road} class="setup" open={setups.length === 1 || setup.road === 'ssh'}>
          <summary>{setup.road === 'ssh' ? 'By plain OpenSSH: nothing is installed on the device' : 'By the agent: one HTTPS connection, through proxies'}</summary>
          <CopyText label="Run this on the device" text={setup.command} />
          <CopyText label="Or keep it up with systemd" text={setup.unit} />
        </details>
      ))}
    </>
  );
}

function Ports({ detail }: { detail: TunnelDetail }) {
  return (
    <table class="table">
      <thead><tr><th>Port</th><th>Leads to</th><th>Held by</th></tr></thead>
      <tbody>{detail.ports.map(port => (
        <tr key={port.port}><td data-label="Port" class="mono">{port.port}</td><td data-label="Leads to">{port.leads}</td><td data-label="Held by" class="what">{port.holder}{port.fault !== '' && <p class="fault">{port.fault}</p>}</td></tr>
      ))}</tbody>
    </table>
  );
}

function AgentLog({ name, which, detail }: { name: string; which: string; detail: TunnelDetail }) {
  const lines = useSignal<readonly string[] | null>(null);
  const fault = useSignal<string | null>(null);
  const agent = detail.row.members.find(one => one.member === which)?.roads.some(road => road.road === 'websocket') ?? false;
  const load = async () => {
    try {
      lines.value = (await ask<TunnelLogLines>('GET', `api/tunnels/${encodeURIComponent(name)}/log?member=${which}`))?.lines ?? [];
      fault.value = null;
    } catch (error) {
      fault.value = failureInWords(error);
    }
  };
  if (!agent) return <p class="empty">Its agent is not connected by {roadInWords('websocket')}, so its own log cannot be asked for. The history says what the gateway saw.</p>;
  return (
    <>
      <p><button type="button" onClick={() => void load()}>{lines.value === null ? 'View log' : 'Refresh'}</button></p>
      {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
      {lines.value !== null && <pre class="preview agent-log" tabIndex={0} aria-label="The agent’s log">{lines.value.join('\n') || 'It is empty.'}</pre>}
    </>
  );
}

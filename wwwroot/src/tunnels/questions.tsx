import { ask } from '../people/api';
import type { TunnelRow } from './messages';
import { Question } from '../ui/question';

const pathOf = (row: TunnelRow) => `api/tunnels/${encodeURIComponent(row.name)}`;

export function StopQuestion({ row, done }: { row: TunnelRow; done: () => void }) {
  const act = row.stopped ? 'start' : 'stop';
  return (
    <Question title={`${row.stopped ? 'Start' : 'Stop'} ${row.name}?`} yes={row.stopped ? 'Start it' : 'Stop it'} act={async () => { await ask('POST', `${pathOf(row)}/${act}`); }} done={done}>
      <p class="muted">{row.stopped
        ? 'It is let in again, by whichever road it comes.'
        : 'Its tunnels are cut, and with them every terminal that goes through them. It is not let in until it is started again.'}</p>
    </Question>
  );
}

export function RemoveQuestion({ row, done }: { row: TunnelRow; done: () => void }) {
  return (
    <Question title={`Remove ${row.name}?`} yes="Remove it" act={async () => { await ask('DELETE', pathOf(row)); }} done={done}>
      <p class="muted">Its tunnels are cut, its key counts no more, and its ports are free for others. What happened to it stays in the audit record.</p>
    </Question>
  );
}

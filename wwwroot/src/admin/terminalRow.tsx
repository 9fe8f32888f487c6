import { amount } from '../bytes';
import { address } from '../page';
import type { AdminTerminal } from '../protocol';
import { pathOf } from '../terminal/link';
import { Icon } from '../ui/icons';
import { onTerminal } from './sorting';
import { clock, roughly } from '../ui/times';

interface Props {
  terminal: AdminTerminal;
  now: number;
  message: () => void;
  end: () => void;
}

/** A row of the table; on a phone a card, whose facts are named by `data-label`. */
export function TerminalRow({ terminal, now, message, end }: Props) {
  const { id, person, personId, method, user, port, device, place, ended, idle, rule, node } = terminal;
  const where = `${person}, ${method} ${user} on ${device || (port === 0 ? place : `port ${port}`)}`;
  return (
    <tr class={ended ? 'past' : ''}>
      <td data-label="Person" class="who" title={personId}>{person}</td>
      <td data-label="Address" class="mono small">{terminal.address}</td>
      <td data-label="Terminal" class="mono"><span>{method} {user}{device === '' ? <><span class="muted">:</span>{port}</> : <span title={place}><span class="muted">@</span>{device}</span>}</span></td>
      <td data-label="Node">{node || '–'}</td>
      <td data-label="Since" title={new Date(terminal.started).toLocaleString()}>{clock(terminal.started, now)}</td>
      <td data-label="Idle">{ended ? <span class="muted" title={ended.message}>ended</span> : idle < 60 ? 'in use' : roughly(idle)}</td>
      <td data-label="Received" class="figure">{amount(terminal.bytes)}</td>
      <td data-label="Typed" class="figure">{amount(terminal.typed)}</td>
      <td data-label="On it" title={onIt(terminal)}>{onTerminal(terminal)}{terminal.watchers.length > 0 && <span class="muted"> · {terminal.watchers.map(({ name }) => name).join(', ')}</span>}</td>
      <td data-label="Rule" class="rule" title={rule}>{rule}</td>
      <td class="does">
        {!ended && (
          <>
            <a class="button bare" href={`${address(pathOf(terminal))}#watch=${id}`} target="_blank" rel="noopener" title="Watch" aria-label={`Watch ${where}`}><Icon name="eye" /></a>
            <button type="button" class="bare" title="Send a message" aria-label={`Send a message to ${where}`} onClick={message}><Icon name="message" /></button>
            <button type="button" class="bare" title="End" aria-label={`End ${where}`} onClick={end}><Icon name="close" /></button>
          </>
        )}
      </td>
    </tr>
  );
}

function onIt({ viewers, watchers }: AdminTerminal): string {
  const own = viewers === 1 ? '1 page of the owner' : `${viewers} pages of the owner`;
  return watchers.length === 0 ? own : `${own}, and ${watchers.map(({ name }) => name).join(', ')}`;
}

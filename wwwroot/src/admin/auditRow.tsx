import type { AuditLine } from '../protocol';
import { clock } from '../ui/times';
import { eventInWords, isGrave } from './auditFilter';

export function AuditRow({ line, now }: { line: AuditLine; now: number }) {
  const { time, event, person, address, node, number, reason, rule } = line;
  return (
    <tr>
      <td data-label="Time" class="time" title={`${time}, entry ${number} of ${node || 'this node'}`}><span>{clock(time, now)}<span class="muted">{seconds(time)}</span></span></td>
      <td data-label="Event"><span class={`tag ${isGrave(event) ? 'bad' : ''}`}>{eventInWords(event)}</span></td>
      <td data-label="Person" class="who">{person}</td>
      <td data-label="What" class="mono small what">{whatOf(line)}</td>
      <td data-label="Address" class="mono small">{address}</td>
      <td data-label="Node">{node}</td>
      <td data-label="Why" class="why">{(reason || rule) && <span>{reason}{reason && rule && ' · '}{rule && <span class="muted">rule {rule}</span>}</span>}</td>
    </tr>
  );
}

function whatOf({ method, user, port, device, place: address, target, terminal }: AuditLine) {
  const at = port === null ? address ?? '' : `:${port}`;
  const place = method ? `${method} ${user ?? ''}${device ? `@${device} ${at}`.trimEnd() : at}` : device ?? '';
  const words = [place, target ?? ''].filter(word => word !== '').join(' ');
  if (words === '' && !terminal) return null;
  return <span>{words}{terminal && <span class="muted" title={terminal}> {terminal.slice(0, 8)}</span>}</span>;
}

function seconds(time: string): string {
  return `:${String(new Date(time).getSeconds()).padStart(2, '0')}`;
}

import { amount } from '../bytes';
import { address } from '../page';
import { Icon } from '../ui/icons';
import { ago, clock } from '../ui/times';
import type { Asked } from './tunnelsPage';
import { bytesOf, dotOf, isPair, portsOf, roadInWords, roundTripInWords, stateInWords, stateOf, type Line } from './words';

interface Props {
  line: Line;
  /** Whether this person looks after them. */
  may: boolean;
  now: number;
  ask: (asked: Asked) => void;
}

/** A row of the table; on a phone a card, whose facts are named by `data-label`. */
export function TunnelLine({ line, may, now, ask }: Props) {
  const { row, member } = line;
  const state = stateOf(line);
  const first = member.roads[0];
  const { received, sent } = bytesOf(member.roads);
  const name = isPair(row) ? `${row.name}, ${member.member}` : row.name;
  return (
    <tr class={state === 'up' ? '' : 'past'}>
      <td data-label="Device" class="who what">
        <span class="tunnel-name">
          <span class={`dot ${dotOf[state]}`} role="img" aria-label={stateInWords[state]} title={stateInWords[state]} />
          <button type="button" class="linkish" onClick={() => ask({ what: 'more', line })} disabled={!may}>{row.name}</button>
          {isPair(row) && <span class="tag">{member.member}</span>}
          {isPair(row) && row.servicePort !== null && row.serviceOn === member.member && <span class="tag good" title={`Port ${row.servicePort} leads here`}>in service</span>}
          {state === 'stopped' && <span class="tag warn">stopped</span>}
        </span>
      </td>
      <td data-label="Ports" class="mono">{portsOf(member).map(([port, service]) => <span key={service} class="port">{port} <span class="muted">{service}</span> </span>)}{row.servicePort !== null && <span class="port">{row.servicePort} <span class="muted">either</span></span>}{row.direct !== null && member.member === 'master' && <span class="port">{row.direct} <span class="muted">direct</span></span>}</td>
      <td data-label="Road">{first ? <>{member.roads.map(road => roadInWords(road.road)).join(', ')} <span class="muted small">{first.node}</span></> : stateInWords[state]}</td>
      <td data-label="Since" title={first && new Date(first.since).toLocaleString()}>{first ? clock(first.since, now) : member.lastSeen === null ? '–' : <span title={new Date(member.lastSeen).toLocaleString()}>seen {ago((now - Date.parse(member.lastSeen)) / 1000)}</span>}</td>
      <td data-label="From" class="mono small">{first?.from || '–'}</td>
      <td data-label="Round trip" class="figure">{roundTripInWords(first?.roundTrip ?? null)}</td>
      <td data-label="Received" class="figure">{first ? amount(received) : '–'}</td>
      <td data-label="Sent" class="figure">{first ? amount(sent) : '–'}</td>
      <td data-label="Came up" title="Times that it came up in the last 24 hours">{member.flaps}×{member.flaps > 5 && <span class="tag warn">unsteady</span>}</td>
      <td class="does">
        {state === 'up' && <a class="button bare" href={`${address(`devices?q=${encodeURIComponent(row.name)}`)}`} title="Connect" aria-label={`Connect to ${name}`}><Icon name="open" /></a>}
        {member.web !== '' && state === 'up' && <a class="button bare" href={member.web} target="_blank" rel="noopener" title="Web pages" aria-label={`Web pages of ${name}`}><Icon name="link" /></a>}
        {may && (
          <>
            <button type="button" class="bare" title="Enrol" aria-label={`Enrol ${name}`} onClick={() => ask({ what: 'enrol', line })}><Icon name="key" /></button>
            <button type="button" class="bare" title={row.stopped ? 'Start' : 'Stop'} aria-label={`${row.stopped ? 'Start' : 'Stop'} ${row.name}`} onClick={() => ask({ what: 'stop', line })}><Icon name={row.stopped ? 'play' : 'pause'} /></button>
            <button type="button" class="bare" title="Remove" aria-label={`Remove ${row.name}`} onClick={() => ask({ what: 'remove', line })}><Icon name="close" /></button>
          </>
        )}
      </td>
      {(member.refusal !== null || member.problems.length > 0) && (
        <td class="trouble what" data-label="Trouble">
          {member.refusal && <span>Refused {clock(member.refusal.at, now)}{member.refusal.from !== '' && <> from <span class="mono">{member.refusal.from}</span></>}: {member.refusal.reason}</span>}
          {member.problems.map(problem => <span key={problem}>{problem}</span>)}
        </td>
      )}
    </tr>
  );
}

import type { TunnelLine } from './messages';
import { clock } from '../ui/times';
import { roadInWords } from './words';

const words: Record<string, string> = { up: 'came up', down: 'went down', refused: 'refused', switched: 'switched', changed: 'changed' };

/** What happened to a device, the latest first. */
export function History({ lines, pair }: { lines: readonly TunnelLine[]; pair: boolean }) {
  if (lines.length === 0) return <p class="empty">Nothing has happened yet.</p>;
  const now = Date.now();
  return (
    <ol class="tunnel-history">
      {lines.map(line => (
        <li key={`${line.at} ${line.event} ${line.member}`} class={line.event}>
          <time dateTime={line.at} title={new Date(line.at).toLocaleString()}>{clock(line.at, now)}</time>
          <span>
            <b>{pair && `${line.member} `}{words[line.event] ?? line.event}</b>
            {line.road !== '' && <span class="muted"> by {roadInWords(line.road)}</span>}
            {line.from !== '' && <span class="muted"> from <span class="mono">{line.from}</span></span>}
            {line.reason !== '' && <span> · {line.reason}</span>}
            <span class="muted small"> {line.node}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

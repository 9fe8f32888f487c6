import { useSignal } from '@preact/signals';
import { timeInWords } from '../replay/times';
import { clock } from '../ui/times';
import { piecesOf, type Found } from './found';
import { recordingAddress } from './recordingLinks';
import { RecordingTitle } from './recordingRow';

const few = 5;

/** The lines of one recording that were found; each leads to the moment it stood on the screen. */
export function FoundIn({ found: { recording, hits }, now }: { found: Found; now: number }) {
  const all = useSignal(false);
  const shown = all.value ? hits : hits.slice(0, few);
  return (
    <li class="found">
      <a class="title" href={recordingAddress(recording)}>
        <RecordingTitle recording={recording} />
        <span class="small muted">{clock(recording.started, now)}</span>
      </a>
      <ol>
        {shown.map(({ at, line, ranges }) => (
          <li key={`${at} ${line}`}>
            <a href={recordingAddress(recording, at)}>
              <span class="figure small">{timeInWords(at)}</span>
              <span class="line mono">{piecesOf(line, ranges).map(({ text, marked }, place) => marked ? <mark key={place}>{text}</mark> : text)}</span>
            </a>
          </li>
        ))}
      </ol>
      {hits.length > shown.length && <button type="button" class="bare small" onClick={() => (all.value = true)}>{hits.length - shown.length} more in this recording</button>}
    </li>
  );
}

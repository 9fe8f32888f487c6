import { amount } from '../bytes';
import type { RecordingSummary } from '../protocol';
import { lengthInWords } from '../replay/times';
import { Place } from '../ui/place';
import { clock } from '../ui/times';
import { recordingAddress } from './recordingLinks';
import { stateInWords } from './recordingState';

/** A recording in a list: all of it is the link. */
export function RecordingRow({ recording, now }: { recording: RecordingSummary; now: number }) {
  const { started, seconds, bytes, node } = recording;
  return (
    <li>
      <a href={recordingAddress(recording)}>
        <RecordingTitle recording={recording} />
        <span class="facts small muted">
          <time dateTime={started} title={new Date(started).toLocaleString('en-GB')}>{clock(started, now)}</time> · {lengthInWords(seconds)} · {amount(bytes)}{node !== '' && ` · on ${node}`}
        </span>
      </a>
    </li>
  );
}

export function RecordingTitle({ recording }: { recording: RecordingSummary }) {
  const words = stateInWords(recording.state);
  return (
    <span class="main">
      <Place {...recording} />
      {recording.person !== '' && <span class={recording.mine ? 'muted' : 'who'}>{recording.mine ? 'mine' : recording.person}</span>}
      {words && <span class={`tag ${words.kind}`} title={words.about}>{words.word}</span>}
    </span>
  );
}

import { amount } from '../bytes';
import type { RecordingSummary } from '../protocol';
import { lengthInWords } from '../replay/times';
import { Place } from '../ui/place';
import { clock } from '../ui/times';
import { recordingAddress } from './recordingLinks';
import { nameOf, stateInWords } from './recordingState';

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
  const name = nameOf(recording);
  return (
    <span class="main">
      <Place {...recording} />
      {name !== '' && <span class={recording.mine ? 'muted' : 'who'} title={recording.person}>{recording.mine ? 'mine' : name}</span>}
      {words && <span class={`tag ${words.kind}`} title={words.about}>{words.word}</span>}
    </span>
  );
}

import type { Signal } from '@preact/signals';
import { address } from '../page';
import type { RecordingDetail } from '../protocol';
import type { Trouble } from '../replay/replayDesk';
import { Icon } from '../ui/icons';
import { Place } from '../ui/place';
import { clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import { nameOf, stateInWords } from './recordingState';

export function RecordingHead({ detail }: { detail: Signal<RecordingDetail> }) {
  const now = useNow(60_000);
  const { person, started, state, end, node } = detail.value;
  const name = nameOf(detail.value);
  const words = stateInWords(state);
  return (
    <>
      <a class="tool back" href={address('recordings')} title="All recordings" aria-label="All recordings"><Icon name="left" /></a>
      <h1>{name !== '' && <span class="who" title={person}>{name}</span>}<Place {...detail.value} /></h1>
      <span class="muted facts"><span title={new Date(started).toLocaleString('en-GB')}>{clock(started, now)}</span>{node !== '' && <span class="wide"> · on {node}</span>}{end !== null && end !== '' && <span class="wide"> · {end}</span>}</span>
      {words && <span class={`tag ${words.kind}`} title={words.about}>{words.word}</span>}
    </>
  );
}

/** In place of a recording that is not known yet (null), or that cannot be had. */
export function RecordingMissing({ trouble, retry }: { trouble: Trouble | null; retry: () => void }) {
  return (
    <>
      <header class="replay-head"><a class="tool back" href={address('recordings')} title="All recordings" aria-label="All recordings"><Icon name="left" /></a><h1>Recording</h1></header>
      {trouble
        ? (
          <div class="missing" role="alert">
            <h2>{trouble.title}</h2>
            <p class="muted">{trouble.words}</p>
            <div class="actions">
              <button type="button" class="primary" onClick={retry}>Try again</button>
              {trouble.back !== null && <a class="button" href={trouble.back}>All recordings</a>}
            </div>
          </div>
        )
        : <div class="over"><div class="over-top"><div class="banner late"><span class="spinner" aria-hidden="true" />Loading…</div></div></div>}
    </>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { listen } from '../disposable';
import { address } from '../page';
import { NotThere } from '../ui/notThere';
import { Foot, Top } from '../ui/top';
import { useNow } from '../ui/useNow';
import { moveAmongLinks } from './arrowKeys';
import { byRecording } from './found';
import { FoundIn } from './foundIn';
import { fromFragment, isNarrowed, toFragment, type RecordingFilter } from './recordingFilter';
import { RecordingForm } from './recordingForm';
import { RecordingRow } from './recordingRow';
import { RecordingSearch } from './recordingSearch';

export function RecordingsPage() {
  const search = useMemo(() => new RecordingSearch(), []);
  const filter = useSignal(fromFragment(location.hash));
  useEffect(() => {
    const look = () => {
      filter.value = fromFragment(location.hash);
      void search.look(filter.value);
    };
    look();
    const listening = listen(window, 'popstate', look);
    return () => listening.dispose();
  }, [search]);
  const look = (wanted: RecordingFilter) => {
    const place = `${address('recordings')}${toFragment(wanted)}`;
    if (place !== location.href) history.pushState(null, '', place);
    void search.look(wanted);
  };
  return (
    <>
      <Top />
      <main>
        <section aria-labelledby="recordings">
          <h1 id="recordings">Recordings</h1>
          <RecordingForm filter={filter} busy={search.busy.value} look={look} />
          <Answer search={search} />
        </section>
      </main>
      <Foot />
    </>
  );
}

function Answer({ search }: { search: RecordingSearch }) {
  const now = useNow(60_000);
  const list = useRef<HTMLUListElement>(null);
  const recordings = search.recordings.value;
  const hits = search.hits.value;
  const groups = useMemo(() => hits && byRecording(hits), [hits]);
  const count = (groups ?? recordings)?.length ?? null;
  const move = (event: KeyboardEvent) => list.current && moveAmongLinks(list.current, event);
  return (
    <div class="answer" aria-busy={search.busy.value}>
      {search.fault.value !== null && <NotThere words={search.fault.value} retry={() => void search.look(search.filter.value)} />}
      {search.unreachable.value.length > 0 && (
        <p class="warning" role="status"><b>Not complete:</b> {search.unreachable.value.join(', ')} cannot be reached; recordings kept there are missing here.</p>
      )}
      <p class="offscreen" role="status">{count === null ? '' : groups ? `${hits?.length ?? 0} lines found in ${count} recordings` : `${count} recordings`}</p>
      {count === null
        ? search.fault.value === null && <div class="ghost-rows" aria-busy="true" aria-label="Loading" />
        : count === 0
          ? <Nothing filter={search.filter.value} />
          : groups
            ? <ul ref={list} class="founds" onKeyDown={move}>{groups.map(found => <FoundIn key={`${found.recording.node} ${found.recording.id}`} found={found} now={now} />)}</ul>
            : <ul ref={list} class="rows recordings" onKeyDown={move}>{recordings?.map(recording => <RecordingRow key={`${recording.node} ${recording.id}`} recording={recording} now={now} />)}</ul>}
      {search.next.value !== null && count !== null && (
        <p class="more"><button type="button" disabled={search.busy.value} onClick={() => void search.more()}>Load more</button>
          <span class="muted small">{groups ? `${(hits?.length ?? 0).toLocaleString('en')} lines shown` : `${count.toLocaleString('en')} shown`}</span></p>
      )}
    </div>
  );
}

function Nothing({ filter }: { filter: RecordingFilter }) {
  return (
    <p class="empty">
      {filter.words.trim() !== ''
        ? 'These words stood on no screen that you may see. All of them have to stand in one line.'
        : isNarrowed(filter)
          ? 'No recording matches.'
          : 'There are no recordings that you may see yet. A terminal that is recorded says so at its lower edge.'}
    </p>
  );
}

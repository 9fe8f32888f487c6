import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { listen } from '../disposable';
import { page } from '../page';
import { Icon } from '../ui/icons';
import { everything, filterFault, isNarrowed, type RecordingFilter } from './recordingFilter';

interface Props {
  filter: Signal<RecordingFilter>;
  busy: boolean;
  look: (filter: RecordingFilter) => void;
}

export function RecordingForm({ filter, busy, look }: Props) {
  const box = useRef<HTMLInputElement>(null);
  const { words, person, method, port, after, before } = filter.value;
  const more = useSignal(isNarrowed({ ...filter.value, words: '' }));
  const set = (change: Partial<RecordingFilter>) => (filter.value = { ...filter.value, ...change });
  const fault = filterFault(filter.value);
  const submit = (event: Event) => {
    event.preventDefault();
    if (fault === null) look(filter.value);
  };
  useEffect(() => {
    const listening = listen<KeyboardEvent>(document, 'keydown', event => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('input, select, textarea')) return;
      event.preventDefault();
      box.current?.select();
    });
    return () => listening.dispose();
  }, []);
  return (
    <form class="recording-form" role="search" onSubmit={submit} noValidate>
      <div class="first">
        <label class="search-box"><Icon name="search" />
          <input ref={box} type="search" aria-label="Words that stood on the screen" placeholder="Words that stood on the screen" value={words} autocomplete="off" spellcheck={false} maxLength={200}
            onInput={event => set({ words: event.currentTarget.value })} /></label>
        <button type="submit" class="primary" disabled={busy || fault !== null}>Search</button>
        <button type="button" aria-expanded={more.value} aria-controls="recording-filters" onClick={() => (more.value = !more.value)}>Filters<Icon name={more.value ? 'up' : 'down'} /></button>
      </div>
      {more.value && (
        <div class="rest" id="recording-filters">
          {page.signIn && <label class="field"><span>Person</span><input value={person} autocomplete="off" spellcheck={false} onInput={event => set({ person: event.currentTarget.value })} /></label>}
          <label class="field narrow"><span>Method</span>
            <select value={method} onChange={event => set({ method: event.currentTarget.value })}>
              <option value="">All</option>
              {page.methods.map(name => <option key={name} value={name}>{name}</option>)}
            </select>
          </label>
          <label class="field narrow"><span>Port</span><input value={port} inputMode="numeric" autocomplete="off" aria-invalid={fault !== null && port !== ''} onInput={event => set({ port: event.currentTarget.value.trim() })} /></label>
          <label class="field"><span>From</span><input type="datetime-local" value={after} onInput={event => set({ after: event.currentTarget.value })} /></label>
          <label class="field"><span>To</span><input type="datetime-local" value={before} onInput={event => set({ before: event.currentTarget.value })} /></label>
          <div class="does"><button type="button" disabled={!isNarrowed(filter.value)} onClick={() => { filter.value = { ...everything }; look(filter.value); }}>Clear</button></div>
        </div>
      )}
      {fault !== null && <p class="fault small" role="alert">{fault}</p>}
    </form>
  );
}

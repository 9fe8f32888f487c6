import { useSignal } from '@preact/signals';
import { address } from '../page';
import { auditEvents, auditQuery, eventInWords, everything, filterFault, type AuditFilter } from './auditFilter';
import type { AuditSearch } from './auditSearch';

export function AuditForm({ search }: { search: AuditSearch }) {
  const filter = useSignal<AuditFilter>({ ...everything });
  const set = (change: Partial<AuditFilter>) => (filter.value = { ...filter.value, ...change });
  const fault = filterFault(filter.value);
  const { event, person, port, terminal, text, from, to } = filter.value;
  const look = (submitted?: Event) => {
    submitted?.preventDefault();
    if (fault === null) void search.look(filter.value);
  };
  const clear = () => {
    filter.value = { ...everything };
    look();
  };
  return (
    <form class="audit-form" onSubmit={look} noValidate>
      <label class="field"><span>Event</span>
        <select value={event} onChange={change => set({ event: change.currentTarget.value })}>
          <option value="">All</option>
          {auditEvents.map(name => <option key={name} value={name}>{eventInWords(name)}</option>)}
        </select>
      </label>
      <label class="field"><span>Person</span><input value={person} autocomplete="off" spellcheck={false} onInput={change => set({ person: change.currentTarget.value })} /></label>
      <label class="field narrow"><span>Port</span><input value={port} inputMode="numeric" autocomplete="off" aria-invalid={fault !== null && port !== ''}
        onInput={change => set({ port: change.currentTarget.value.trim() })} /></label>
      <label class="field"><span>Terminal</span><input class="mono" value={terminal} autocomplete="off" spellcheck={false} onInput={change => set({ terminal: change.currentTarget.value })} /></label>
      <label class="field"><span>Text</span><input type="search" value={text} autocomplete="off" onInput={change => set({ text: change.currentTarget.value })} /></label>
      <label class="field"><span>From</span><input type="datetime-local" value={from} onInput={change => set({ from: change.currentTarget.value })} /></label>
      <label class="field"><span>To</span><input type="datetime-local" value={to} onInput={change => set({ to: change.currentTarget.value })} /></label>
      <div class="does">
        <button type="submit" class="primary" disabled={search.busy.value || fault !== null}>Search</button>
        <button type="button" onClick={clear}>Clear</button>
        <a class="button" href={`${address('api/audit.csv')}${auditQuery(search.filter.value)}`} download>CSV</a>
      </div>
      {fault !== null && <p class="fault small" role="alert">{fault}</p>}
    </form>
  );
}

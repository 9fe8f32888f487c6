import { useEffect, useMemo } from 'preact/hooks';
import { NotThere } from '../ui/notThere';
import { useNow } from '../ui/useNow';
import { AuditForm } from './auditForm';
import { AuditRow } from './auditRow';
import { AuditSearch } from './auditSearch';

/** The record of every decision, the newest first. */
export function Audit() {
  const search = useMemo(() => new AuditSearch(), []);
  const now = useNow(60_000);
  useEffect(() => void search.look(search.filter.value), [search]);
  const entries = search.entries.value;
  return (
    <>
      <AuditForm search={search} />
      {search.fault.value !== null && <NotThere words={search.fault.value} retry={() => void search.look(search.filter.value)} />}
      {search.unreachable.value.length > 0 && (
        <p class="warning" role="status"><b>Not complete:</b> the record of {search.unreachable.value.join(', ')} could not be read.</p>
      )}
      {!entries
        ? search.fault.value === null && <div class="ghost-table" aria-busy="true" />
        : entries.length === 0
          ? <p class="empty">Nothing on record matches.</p>
          : (
            <table class="table audit" aria-busy={search.busy.value}>
              <thead><tr><th>Time</th><th>Event</th><th>Person</th><th>What</th><th>Address</th><th>Node</th><th>Reason or rule</th></tr></thead>
              <tbody>{entries.map(line => <AuditRow key={`${line.node} ${line.number} ${line.time}`} line={line} now={now} />)}</tbody>
            </table>
          )}
      {search.next.value !== null && entries && (
        <p class="more"><button type="button" disabled={search.busy.value} onClick={() => void search.older()}>Older</button>
          <span class="muted small">{entries.length.toLocaleString('en')} shown</span></p>
      )}
    </>
  );
}

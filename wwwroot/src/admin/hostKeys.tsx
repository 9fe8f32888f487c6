import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { ask, failureInWords } from '../people/api';
import { useFetched } from '../people/useFetched';
import type { ChangedHostKey, HostKeyApprovalAnswer, HostKeyImport, HostKeyList } from '../protocol';
import { Icon } from '../ui/icons';
import { NotThere } from '../ui/notThere';
import { Question } from '../ui/question';
import { ChangedKey } from './changedKey';

const step = 100;

interface Props {
  /** How many have changed, as far as is known: the list is read again when that is another number. */
  changed: number | undefined;
  /** Called when somebody's word about one has counted. */
  settled: () => void;
}

/** The host keys on record, and those that have changed. */
export function HostKeys({ changed, settled }: Props) {
  const fetched = useFetched<HostKeyList>('api/host-keys');
  const search = useSignal('');
  const most = useSignal(step);
  const asked = useSignal<ChangedHostKey | null>(null);
  const scan = useSignal('');
  const told = useSignal<string | null>(null);
  const heard = useRef(changed);
  useEffect(() => {
    if (heard.current !== changed && heard.current !== undefined) void fetched.load();
    heard.current = changed;
  }, [changed]);
  const list = fetched.latest.value;
  const words = search.value.toLowerCase().split(/\s+/).filter(word => word !== '');
  const known = list?.known.filter(key => words.every(word => `${key.name} ${key.type} ${key.fingerprint}`.toLowerCase().includes(word))) ?? [];
  const accept = async ({ id, device, name, new: key }: ChangedHostKey) => {
    const answer = await ask<HostKeyApprovalAnswer>('POST', `api/host-keys/changes/${encodeURIComponent(id)}/accept`, { fingerprint: key.fingerprint });
    told.value = answer?.accepted ? `The new key of ${device || name} counts from now on.` : `You have accepted the new key of ${device || name}. It counts as soon as another administrator has accepted it too.`;
    settled();
    await fetched.load();
  };
  const dismiss = async ({ id, device, name }: ChangedHostKey) => {
    const done = `${device || name} was put aside: its key on record goes on to count. When it shows the other key again it is listed here again.`;
    told.value = await ask('DELETE', `api/host-keys/changes/${encodeURIComponent(id)}`).then(() => done, failureInWords);
    settled();
    await fetched.load();
  };
  const take = async (event: Event) => {
    event.preventDefault();
    try {
      const result = await ask<HostKeyImport>('POST', 'api/host-keys/import', { lines: scan.value });
      told.value = result && importInWords(result);
      scan.value = '';
      await fetched.load();
    } catch (error) {
      told.value = failureInWords(error);
    }
  };
  return (
    <>
      {fetched.fault.value !== null && <NotThere words={fetched.fault.value} retry={() => void fetched.load()} />}
      {!list ? fetched.fault.value === null && <div class="ghost-table" aria-busy="true" /> : (
        <>
          {list.changes.length === 0
            ? <p class="empty">No device shows another key than the one on record.</p>
            : list.changes.map(change => <ChangedKey key={change.id} change={change} approvals={list.approvals} accept={() => (asked.value = change)} dismiss={() => void dismiss(change)} />)}
          <p role="status">{told.value}</p>
          <details class="import">
            <summary>Import from a scan</summary>
            <form onSubmit={take}>
              <label>Lines of <code>ssh-keyscan</code> or of a known_hosts file
                <textarea class="mono" rows={4} spellcheck={false} value={scan} onInput={event => (scan.value = event.currentTarget.value)} placeholder="[gateway-host]:6022 ssh-ed25519 AAAA…" />
              </label>
              <button disabled={scan.value.trim() === ''}>Import</button>
            </form>
          </details>
          <h2>On record</h2>
          <div class="filters">
            <label class="search-box"><Icon name="search" /><input type="search" aria-label="Search the host keys" placeholder="Place, type, fingerprint" value={search}
              onInput={event => { search.value = event.currentTarget.value; most.value = step; }} /></label>
            <span class="muted small" role="status">{known.length.toLocaleString('en')}</span>
            <button type="button" class="at-end" disabled={fetched.busy.value} onClick={() => void fetched.load()}>Refresh</button>
          </div>
          {known.length === 0 ? <p class="empty">{search.value === '' ? 'There is no key on record yet: the first one that a device shows is.' : 'No key matches.'}</p> : (
            <table class="table">
              <thead><tr><th>Place</th><th>Type</th><th>Fingerprint</th></tr></thead>
              <tbody>{known.slice(0, most.value).map(key => <tr key={`${key.name} ${key.type}`}><td class="mono what" data-label="Place">{key.name}</td><td data-label="Type">{key.type}</td><td class="mono fingerprint what" data-label="Fingerprint">{key.fingerprint}</td></tr>)}</tbody>
            </table>
          )}
          {known.length > most.value && <p class="more"><button type="button" onClick={() => (most.value += step)}>Show more</button></p>}
        </>
      )}
      {asked.value && (
        <Question title={`Accept the new key of ${asked.value.device || asked.value.name}?`} yes="Accept" act={() => accept(asked.value as ChangedHostKey)} done={() => (asked.value = null)}>
          <p class="mono fingerprint">{asked.value.new.fingerprint}</p>
          <p class="muted">Compare it with what the device itself says, for example on its console. Whoever stands between could show any key.</p>
        </Question>
      )}
    </>
  );
}

function importInWords({ added, known, different, unread }: HostKeyImport): string {
  const differing = different.length === 0 ? '' : ` Not taken, since they differ from those on record: ${different.map(key => `${key.name} ${key.type}`).join(', ')}.`;
  const rest = unread === 0 ? '' : ` ${unread} lines hold no key.`;
  return `${added} new, ${known} on record already.${differing}${rest}`;
}

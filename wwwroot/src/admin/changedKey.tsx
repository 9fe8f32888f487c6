import { useId } from 'preact/hooks';
import type { ChangedHostKey, ShownHostKey } from '../protocol';

interface Props {
  change: ChangedHostKey;
  /** How many administrators have to accept it. */
  approvals: number;
  accept(): void;
  dismiss(): void;
}

/** A changed host key, the old one and the new one side by side. */
export function ChangedKey({ change, approvals, accept, dismiss }: Props) {
  const heading = useId();
  const missing = approvals - change.approvedBy.length;
  return (
    <article class="changed-key" aria-labelledby={heading}>
      <h2 id={heading}>{change.device !== '' && <>{change.device} </>}<span class="mono muted">{change.name}</span></h2>
      <div class="side-by-side">
        <Keys title="On record" keys={change.old} />
        <Keys title="Shown now" keys={[change.new]} />
      </div>
      <p class="muted small">First seen {new Date(change.first).toLocaleString()}, last {new Date(change.last).toLocaleString()}. Until it is accepted nobody reaches this device.
        {change.approvedBy.length > 0 && <> Accepted by {change.approvedBy.join(', ')}.</>}
        {approvals > 1 && missing > 0 && <> It takes {missing === approvals ? `${approvals} administrators` : 'another administrator too'}.</>}</p>
      <p class="go">
        <button type="button" class="primary" disabled={change.approvedByMe} onClick={accept}>{change.approvedByMe ? 'You have accepted it' : 'Accept the new key…'}</button>
        <button type="button" title="The key on record goes on to count, and the change is listed anew when the device shows it again" onClick={dismiss}>Put aside</button>
      </p>
    </article>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly ShownHostKey[] }) {
  return (
    <section>
      <h3>{title}</h3>
      {keys.length === 0 ? <p class="muted">None: it was never seen here.</p>
        : <dl>{keys.map(key => <div key={key.type}><dt>{key.type}</dt><dd class="mono fingerprint">{key.fingerprint}</dd></div>)}</dl>}
    </section>
  );
}

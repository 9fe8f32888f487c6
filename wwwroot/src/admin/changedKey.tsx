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
  return (
    <article class="changed-key">
      <h3>{change.device !== '' && <>{change.device} </>}<span class="mono muted">{change.name}</span></h3>
      <div class="side-by-side">
        <Keys title="On record" keys={change.old} />
        <Keys title="Shown now" keys={[change.new]} />
      </div>
      <p class="muted small">First seen {new Date(change.first).toLocaleString()}, last {new Date(change.last).toLocaleString()}. Until it is accepted nobody reaches this device.
        {change.approvedBy.length > 0 && <> Accepted by {change.approvedBy.join(', ')}.</>}
        {approvals > 1 && change.approvedBy.length < approvals && <> It takes {approvals} administrators.</>}</p>
      <p class="go">
        <button type="button" class="primary" disabled={change.approvedByMe} onClick={accept}>{change.approvedByMe ? 'You have accepted it' : 'Accept the new key…'}</button>
        <button type="button" onClick={dismiss}>Put aside</button>
      </p>
    </article>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly ShownHostKey[] }) {
  return (
    <section>
      <h4>{title}</h4>
      {keys.length === 0 ? <p class="muted">None: it was never seen here.</p>
        : <dl>{keys.map(key => <div key={key.type}><dt>{key.type}</dt><dd class="mono fingerprint">{key.fingerprint}</dd></div>)}</dl>}
    </section>
  );
}

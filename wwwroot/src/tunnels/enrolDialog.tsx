import { useSignal } from '@preact/signals';
import { ask, failureInWords } from '../people/api';
import type { TunnelCode, TunnelEnrolment } from './messages';
import { Dialog } from '../ui/dialog';
import { CopyText } from './copyText';
import { isPair, type Line } from './words';

/** Enrols a device: by a key that is pasted here, or by a code that it shows once. */
export function EnrolDialog({ line: { row, member }, done }: { line: Line; done: () => void }) {
  const key = useSignal('');
  const made = useSignal<TunnelCode | null>(null);
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const enrol = async (line: string | null) => {
    busy.value = true;
    fault.value = null;
    try {
      const answer = await ask<TunnelCode>('POST', `api/tunnels/${encodeURIComponent(row.name)}/enrol`, { member: member.member, key: line } satisfies TunnelEnrolment);
      if (answer && answer.code !== '') made.value = answer;
      else done();
    } catch (error) {
      fault.value = failureInWords(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={`Enrol ${row.name}${isPair(row) ? `, ${member.member}` : ''}`} onClose={() => { if (made.value === null) done(); }}>
      {member.identity !== 'none' && made.value === null && <p class="muted">It has {member.identity === 'key' ? <>the key <span class="mono fingerprint">{member.fingerprint}</span></> : 'a token'}. Another one takes its place, and what is connected with it is cut.</p>}
      {made.value ? (
        <>
          <p>Run this on the device{made.value.until && <> before {new Date(made.value.until).toLocaleString()}</>}. The code counts once, and is not shown again.</p>
          <CopyText label="On the device" text={made.value.command} />
          <div class="actions"><button type="button" data-first onClick={done}>I have it</button></div>
        </>
      ) : (
        <form class="stack" onSubmit={event => { event.preventDefault(); void enrol(key.value.trim()); }}>
          <label class="field"><span>The device’s public key, one line</span>
            <textarea data-first class="mono" rows={3} spellcheck={false} placeholder="ssh-ed25519 AAAA…" value={key} onInput={event => (key.value = event.currentTarget.value)} />
          </label>
          {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
          <div class="actions">
            <button type="submit" class="primary" disabled={busy.value || key.value.trim() === ''}>Enrol this key</button>
            <button type="button" disabled={busy.value} onClick={() => void enrol(null)}>Make a code instead</button>
            <button type="button" onClick={done}>Cancel</button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

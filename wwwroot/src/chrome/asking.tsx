import { Dialog } from '../ui/dialog';
import type { Desk } from './desk';

/** Somebody was asked, and has not answered. */
export function Asking({ desk, who }: { desk: Desk; who: string }) {
  return (
    <Dialog title="Asking to watch" onClose={() => desk.session.rest()}>
      <p role="status"><span class="spinner" /> Waiting for <b>{who}</b> to answer…</p>
      <p class="muted">They have a minute.</p>
      <div class="actions">
        <button type="button" data-first onClick={() => desk.session.rest()}>Cancel <kbd>Esc</kbd></button>
      </div>
    </Dialog>
  );
}

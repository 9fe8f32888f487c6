import { Dialog } from '../ui/dialog';
import type { Desk } from './desk';

/** A terminal there is shared with all who open it so: whose it is, before anything is typed into it. */
export function SharedQuestion({ desk, terminal, owner }: { desk: Desk; terminal: string; owner: string }) {
  const { session } = desk;
  return (
    <Dialog title={`Join ${owner === '' ? 'another visitor' : owner}’s terminal?`} onClose={() => session.rest()}>
      <p class="muted">It is open at the same place and shared with everybody who may open that. {owner === '' ? 'Whoever is on it sees' : `${owner}, and whoever else is on it, sees`} what you type.</p>
      <div class="actions">
        <button type="button" class="primary" data-first onClick={() => session.joinShared(terminal)}>Join <kbd>Enter</kbd></button>
        <button type="button" onClick={() => session.openUnshared()}>Open my own</button>
        <button type="button" onClick={() => session.rest()}>Cancel <kbd>Esc</kbd></button>
      </div>
    </Dialog>
  );
}

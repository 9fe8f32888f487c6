import { useSignal } from '@preact/signals';
import { failureInWords } from '../people/api';
import type { AdminTerminal } from '../protocol';
import { Dialog } from '../ui/dialog';
import type { Board } from './board';

const longest = 500;

/** A text for the people on a terminal. */
export function MessageForm({ board, terminal, done }: { board: Board; terminal: AdminTerminal; done: () => void }) {
  const text = useSignal('');
  const fault = useSignal<string | null>(null);
  const busy = useSignal(false);
  const send = async (event: Event) => {
    event.preventDefault();
    if (text.value.trim() === '' || busy.value) return;
    busy.value = true;
    try {
      const refusal = await board.send(terminal.id, text.value.trim());
      if (refusal) fault.value = `${refusal.title}. ${refusal.detail}`;
      else done();
    } catch (error) {
      fault.value = failureInWords(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={`Message to ${terminal.person}`} onClose={done}>
      <form class="stack" onSubmit={event => void send(event)}>
        <p class="muted">Shown over {terminal.method} {terminal.user}:{terminal.port} with your name, to everybody who is on it.</p>
        <label class="field"><span class="offscreen">Text</span>
          <textarea data-first rows={4} maxLength={longest} value={text} onInput={event => (text.value = event.currentTarget.value)} />
        </label>
        <p class="small muted at-end">{text.value.length} of {longest}</p>
        {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy.value || text.value.trim() === ''}>Send</button>
          <button type="button" onClick={done}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}

import { Dialog } from '../ui/dialog';
import type { ReplayDesk } from './replayDesk';
import { keyInWords, shortcuts } from './shortcuts';

export function Help({ desk }: { desk: ReplayDesk }) {
  const close = () => (desk.panel.value = null);
  return (
    <Dialog title="Keys" class="key-list" onClose={close}>
      <dl>
        {shortcuts.map(([keys, what]) => (
          <div key={what}><dt>{keys.filter(key => key !== '=').map(key => <kbd key={key}>{keyInWords(key)}</kbd>)}</dt><dd>{what}</dd></div>
        ))}
      </dl>
      <p class="muted small">Nothing in a recording does anything: links open on Ctrl-click only, and nothing is ever sent to a device.</p>
      <div class="actions"><button type="button" data-first onClick={close}>Close</button></div>
    </Dialog>
  );
}

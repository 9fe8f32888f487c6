import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import type { ReplayDesk } from './replayDesk';

export function Downloads({ desk }: { desk: ReplayDesk }) {
  const close = () => (desk.panel.value = null);
  return (
    <Dialog title="Download this recording" onClose={close}>
      <ul class="downloads">
        {desk.surroundings.downloads.map(({ name, about, address }) => (
          <li key={name}><a href={address} download onClick={close}><Icon name="download" /><span><b>{name}</b><span class="muted small">{about}</span></span></a></li>
        ))}
      </ul>
      <p class="muted small">Taking a copy is put on record.</p>
      <div class="actions"><button type="button" data-first onClick={close}>Cancel</button></div>
    </Dialog>
  );
}

import { useSignal } from '@preact/signals';
import type { DeviceRow } from '../protocol';
import { DeviceIcon } from '../devices/deviceIcon';
import { Dialog } from '../ui/dialog';
import { startingChoice } from './choice';
import { openSession } from './connect';
import { ConnectForm } from './connectForm';

interface Props {
  row: DeviceRow;
  opened: () => void;
  close: () => void;
}

/** The form to connect, over the devices. */
export function ConnectDialog({ row, opened, close }: Props) {
  const choice = useSignal(startingChoice(row));
  return (
    <Dialog title={`Connect to ${row.name}`} class="connect" onClose={close}>
      {row.description !== '' && <p class="muted about"><DeviceIcon name={row.icon} />{row.description}</p>}
      <ConnectForm row={row} choice={choice} cancel={close} connect={(wanted, password) => {
        if (!openSession(row, wanted, password)) return false;
        opened();
        close();
        return true;
      }} />
    </Dialog>
  );
}

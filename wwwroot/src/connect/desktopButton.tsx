import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { DeviceRow } from '../protocol';
import type { ConnectChoice } from './choice';

interface DesktopProps {
  device: DeviceRow;
  choice: ConnectChoice;
  close: () => void;
}

const [load] = Object.values(import.meta.glob<{ DesktopDialog: ComponentType<DesktopProps> }>('../desktop/desktopDialog.tsx'));

/** Asks for a session in the person's own ssh client, where this gateway offers that. */
export function DesktopButton({ row, choice }: { row: DeviceRow; choice: ConnectChoice }) {
  const Dialog = useSignal<ComponentType<DesktopProps> | null>(null);
  if (!load || choice.protocol !== 'ssh') return null;
  const Shown = Dialog.value;
  return (
    <>
      <button type="button" onClick={() => void load().then(module => (Dialog.value = module.DesktopDialog))}>Desktop session</button>
      {Shown && <Shown device={row} choice={choice} close={() => (Dialog.value = null)} />}
    </>
  );
}

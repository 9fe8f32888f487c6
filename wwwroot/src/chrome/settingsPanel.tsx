import { SettingsForm } from '../screen/settingsForm';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import type { Desk } from './desk';

/** A sheet beside the terminal, so that every choice is seen at once. */
export function SettingsPanel({ desk }: { desk: Desk }) {
  return (
    <Dialog title="Settings" class="sheet" onClose={() => desk.back()}>
      <button type="button" class="bare corner" aria-label="Close settings" onClick={() => desk.back()}><Icon name="close" /></button>
      <SettingsForm store={desk.settings} />
    </Dialog>
  );
}

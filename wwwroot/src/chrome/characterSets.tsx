import { characterSets } from '../terminal/characterSet';
import { Dialog } from '../ui/dialog';
import type { Desk } from './desk';

/** Which character set the device speaks, where the gateway does not know it or is wrong. */
export function CharacterSets({ desk }: { desk: Desk }) {
  const known = desk.session.attached.value?.traits.encoding ?? 'utf-8';
  const chosen = desk.manners.encoding.value;
  return (
    <Dialog title="Character set of this device" onClose={() => desk.back()}>
      <p class="muted">What is shown is read anew, and what you type is converted. This browser remembers it for this link.</p>
      <label class="row">
        <span>Character set</span>
        <select data-first value={chosen} onChange={event => desk.chooseEncoding(event.currentTarget.value === known ? null : event.currentTarget.value)}>
          {characterSets.map(name => <option key={name} value={name}>{name}{name === known ? ' (as configured)' : ''}</option>)}
        </select>
      </label>
      <div class="actions">
        <button type="button" class="primary" onClick={() => desk.back()}>Done</button>
      </div>
    </Dialog>
  );
}

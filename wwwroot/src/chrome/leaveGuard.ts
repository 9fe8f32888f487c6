import { listen, type Disposable } from '../disposable';
import type { Desk } from './desk';

/** Asks before a tab with a live terminal is closed: Ctrl-W is one slip away from the shell's own Ctrl-W. */
export function guardLeaving(desk: Desk): Disposable {
  return listen<BeforeUnloadEvent>(window, 'beforeunload', event => {
    if (desk.typing.value && desk.settings.current.value.leaveGuard) event.preventDefault();
  });
}

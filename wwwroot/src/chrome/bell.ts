import type { Disposable } from '../disposable';
import type { Desk } from './desk';

const flashFor = 150;

/** The bell, seen instead of heard. */
export function showBell(desk: Desk): Disposable {
  const { element } = desk.screen;
  return desk.terminal.onBell(() => {
    if (!desk.settings.current.value.bell || desk.session.replaying) return;
    element.classList.add('bell');
    setTimeout(() => element.classList.remove('bell'), flashFor);
  });
}

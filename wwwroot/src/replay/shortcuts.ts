import { listen, type Disposable } from '../disposable';
import { speeds } from './player';
import type { ReplayDesk } from './replayDesk';

/** Keys, with what they do, in the order of the list of them. */
export const shortcuts: readonly (readonly [keys: readonly string[], what: string, act: (desk: ReplayDesk) => void])[] = [
  [[' ', 'k'], 'Play or pause', desk => desk.player.toggle()],
  [['ArrowLeft'], 'Back 5 seconds', desk => desk.move(-5)],
  [['ArrowRight'], 'On 5 seconds', desk => desk.move(5)],
  [['PageUp'], 'Back a minute', desk => desk.move(-60)],
  [['PageDown'], 'On a minute', desk => desk.move(60)],
  [['Home'], 'To the beginning', desk => void desk.player.seek(0)],
  [['End'], 'To the end', desk => void desk.player.seek(desk.player.seconds.value)],
  [['p'], 'Previous marker', desk => desk.toMarker(-1)],
  [['n'], 'Next marker', desk => desk.toMarker(1)],
  [['-', '<'], 'Slower', desk => desk.faster(-1)],
  [['+', '>', '='], `Faster, up to ${speeds.at(-1)}×`, desk => desk.faster(1)],
  [['s'], 'Shorten pauses', desk => desk.toggleSkipping()],
  [['t'], 'Show what was typed', desk => desk.toggleCaptions()],
  [['l'], 'Follow what is live', desk => { if (desk.player.live.value) void desk.player.follow(); }],
  [['m'], 'List of markers', desk => desk.show('markers')],
  [['c'], 'Link to this moment', desk => void desk.copyMoment()],
  [['f'], 'Full screen', desk => desk.fullScreen()],
  [['?'], 'This list', desk => desk.show('help')],
];

/** Keys of the whole page, unless they are meant for a field, a button or a dialog. */
export function followKeys(desk: ReplayDesk): Disposable {
  return listen<KeyboardEvent>(document, 'keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isElsewhere(event)) return;
    if (event.key === 'Escape' && desk.panel.value !== null) return void (desk.panel.value = null);
    const shortcut = shortcuts.find(([keys]) => keys.includes(event.key.length === 1 ? event.key.toLowerCase() : event.key));
    if (!shortcut) return;
    event.preventDefault();
    shortcut[2](desk);
  });
}

/** "Space", "←", "N": a key as it is written on it. */
export function keyInWords(key: string): string {
  return ({ ' ': 'Space', ArrowLeft: '←', ArrowRight: '→', PageUp: 'Page up', PageDown: 'Page down' } as Record<string, string>)[key]
    ?? (key.length === 1 ? key.toUpperCase() : key);
}

function isElsewhere({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // The screen's own field takes no keys in a replay.
  if (target.classList.contains('xterm-helper-textarea')) return false;
  if (target.closest('dialog, input, select, textarea')) return true;
  return (key === ' ' || key === 'Enter') && target.closest('button, a, summary') !== null;
}

import type { Signal } from '@preact/signals';
import { Icon, type IconName } from '../ui/icons';
import type { Desk } from './desk';

const arrows: [icon: IconName, label: string, final: string][] = [
  ['left', 'Left', 'D'], ['down', 'Down', 'B'], ['up', 'Up', 'A'], ['right', 'Right', 'C'],
];
const symbols = ['|', '~', '/', '-'];

/** Keys that on-screen keyboards lack. Shown where the pointer is a finger. */
export function KeyBar({ desk }: { desk: Desk }) {
  const { modifiers } = desk;
  const type = (keys: string) => desk.send(modifiers.apply(keys));
  return (
    // Pressing one must not take the focus away, or the on-screen keyboard would close.
    <div class="keys" role="toolbar" aria-label="Extra keys" onPointerDown={event => event.preventDefault()}>
      <button type="button" onClick={() => type('\x1b')}>Esc</button>
      <button type="button" onClick={() => type('\t')}>Tab</button>
      <Sticky label="Ctrl" state={modifiers.ctrl} />
      <Sticky label="Alt" state={modifiers.alt} />
      {arrows.map(([icon, label, final]) => (
        <button key={label} type="button" aria-label={label}
          onClick={() => desk.send(modifiers.arrow(final, desk.terminal.modes.applicationCursorKeysMode))}>
          <Icon name={icon} />
        </button>
      ))}
      {symbols.map(symbol => <button key={symbol} type="button" onClick={() => type(symbol)}>{symbol}</button>)}
    </div>
  );
}

function Sticky({ label, state }: { label: string; state: Signal<boolean> }) {
  return <button type="button" aria-pressed={state.value} onClick={() => (state.value = !state.value)}>{label}</button>;
}

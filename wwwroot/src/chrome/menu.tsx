import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { page } from '../page';
import type { Signal } from '../protocol';
import type { Desk } from './desk';

const margin = 6;
const statusBar = 32;

// What browsers keep for themselves, or what keyboards do not have.
const keys: [label: string, keys: string, meaning: string][] = [
  ['Ctrl-W', '\x17', 'Control W'],
  ['Ctrl-T', '\x14', 'Control T'],
  ['Ctrl-N', '\x0e', 'Control N'],
  ['Ctrl-\\', '\x1c', 'Control backslash'],
  ['Ctrl-]', '\x1d', 'Control right bracket'],
  ['Ctrl-^', '\x1e', 'Control caret, the break of many network devices (Ctrl-Shift-6)'],
  ['Ctrl-Space', '\x00', 'Control space, NUL'],
  ['Ctrl-C', '\x03', 'Control C, interrupt'],
  ['Esc', '\x1b', 'Escape'],
];

// Of telnet (RFC 854), where the device takes them.
const signals: [label: string, signal: Signal, meaning: string][] = [
  ['BREAK', 'break', 'BREAK'],
  ['Interrupt', 'interrupt', 'the signal to interrupt the process'],
  ['Abort output', 'abort-output', 'the signal to abort the output'],
  ['Are you there?', 'are-you-there', 'the question whether the device is there'],
  ['Erase character', 'erase-character', 'the signal to erase a character'],
  ['Erase line', 'erase-line', 'the signal to erase the line'],
];

/** The context menu: opened by right click, long press, the menu key or its button. */
export function Menu({ desk, x, y }: { desk: Desk; x: number; y: number }) {
  const menu = useRef<HTMLDivElement>(null);
  const typing = desk.typing.value;
  const roster = desk.session.company.roster.value;
  const mine = desk.mine.value;

  useLayoutEffect(() => {
    const box = menu.current;
    if (!box) return;
    const { width, height } = box.getBoundingClientRect();
    box.style.left = `${Math.max(margin, Math.min(x, innerWidth - width - margin))}px`;
    box.style.top = `${Math.max(margin, Math.min(y, innerHeight - statusBar - height - margin))}px`;
  }, [x, y]);
  useEffect(() => {
    items(menu.current)[0]?.focus();
  }, []);

  const pick = (action: () => void) => () => {
    desk.back();
    action();
  };
  const key = (event: KeyboardEvent) => {
    const all = items(menu.current);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') desk.back();
    else return;
    event.preventDefault();
  };
  const item = (label: string, action: () => void, shortcut = '', enabled = true) => (
    <button type="button" role="menuitem" tabIndex={-1} disabled={!enabled} onClick={pick(action)}>
      <span>{label}</span>{shortcut !== '' && <kbd>{shortcut}</kbd>}
    </button>
  );

  return (
    // The mouse events that follow a long press must neither close it nor take its focus.
    <div class="menu-shade" onPointerDown={event => { if (event.target === event.currentTarget) desk.back(); }}
      onMouseDown={event => event.preventDefault()} onContextMenu={event => event.preventDefault()}>
      <div ref={menu} class="menu" role="menu" aria-label="Terminal" onKeyDown={key}>
        {item('Copy', () => void desk.copy(), 'Ctrl-Shift-C', desk.terminal.hasSelection())}
        {item('Paste', () => void desk.pasteFromClipboard(), 'Ctrl-Shift-V', typing)}
        {item('Select all', () => desk.terminal.selectAll())}
        <hr />
        {item('Search…', () => (desk.searching.value = true), 'Ctrl-Shift-F')}
        {item('Clear scrollback', () => desk.terminal.clear())}
        {item('Character set…', () => desk.show({ name: 'encoding' }), '', desk.live.value)}
        {item(desk.manners.echo.value ? 'Do not show what I type' : 'Show what I type', () => desk.manners.toggleEcho(), '', typing)}
        <hr />
        <div class="send" role="group" aria-label="Send a key">
          <span class="muted">Send</span>
          {keys.map(([label, bytes, meaning]) => (
            <button key={label} type="button" role="menuitem" tabIndex={-1} disabled={!typing} title={meaning} aria-label={`Send ${meaning}`}
              onClick={pick(() => desk.send(bytes))}>{label}</button>
          ))}
        </div>
        {desk.session.attached.value?.traits.signals && (
          <div class="send" role="group" aria-label="Send a signal">
            <span class="muted">Signal</span>
            {signals.map(([label, signal, meaning]) => (
              <button key={signal} type="button" role="menuitem" tabIndex={-1} disabled={!typing} aria-label={`Send ${meaning}`}
                onClick={pick(() => void desk.sendSignal(signal, label))}>{label}</button>
            ))}
          </div>
        )}
        <hr />
        <div class="sizes" role="group" aria-label="Font size">
          <span class="muted">Font size</span>
          <button type="button" role="menuitem" tabIndex={-1} aria-label="Smaller font" onClick={() => desk.fontStep(-1)}>−</button>
          <span>{desk.settings.current.value.fontSize}</span>
          <button type="button" role="menuitem" tabIndex={-1} aria-label="Larger font" onClick={() => desk.fontStep(1)}>+</button>
        </div>
        {(mine || roster.others.length > 0) && <hr />}
        {roster.canTake && item('Take the keyboard back', () => desk.takeKeyboard())}
        {roster.canAsk && item('Ask for the keyboard', () => desk.askKeyboard())}
        {roster.canWithdraw && item('Do not ask for the keyboard any more', () => desk.releaseKeyboard())}
        {roster.canRelease && item('Give the keyboard back', () => desk.releaseKeyboard())}
        {roster.others.length > 0 && item('People on this terminal…', () => desk.show({ name: 'people' }))}
        {mine && item('Share…', () => desk.show({ name: 'share' }), '', desk.live.value)}
        {page.desktops && desk.session.link && item('Use a program of your own…', () => desk.show({ name: 'desktop' }))}
        <hr />
        {item('Full screen', () => desk.fullScreen())}
        {item('Settings…', () => desk.show({ name: 'settings' }))}
        <hr />
        {item('End this terminal…', () => desk.show({ name: 'close' }), '', desk.live.value && mine)}
      </div>
    </div>
  );
}

function items(menu: HTMLElement | null): HTMLButtonElement[] {
  return menu ? [...menu.querySelectorAll<HTMLButtonElement>('[role="menuitem"]:not(:disabled)')] : [];
}

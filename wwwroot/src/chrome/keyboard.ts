import { latin1 } from '../bytes';
import { Disposables, listen, type Disposable } from '../disposable';
import { isFocusReport } from '../terminal/replyFilter';
import type { Desk } from './desk';

const endedEnterAfter = 700;

const editing = new Set(['Enter', 'Backspace', 'Delete', 'Tab']);

// A key that would have reached the device, and not one that scrolls or copies.
function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return false;
  return event.key.length === 1 || editing.has(event.key);
}

/** What is typed, pasted and selected in the terminal: to the device, or to the page. */
export class Keyboard implements Disposable {
  readonly #held = new Disposables();
  #endedAt = 0;

  constructor(private readonly desk: Desk) {
    const { terminal, session, screen } = desk;
    this.#held.add(terminal.onData(data => this.#data(data)));
    this.#held.add(terminal.onBinary(data => session.type(latin1(data))));
    terminal.attachCustomKeyEventHandler(event => this.#key(event));
    this.#held.add(listen<ClipboardEvent>(screen.element, 'paste', event => {
      event.preventDefault();
      event.stopPropagation();
      desk.paste(event.clipboardData?.getData('text/plain') ?? '');
    }, { capture: true }));
    this.#held.add(listen(screen.element, 'mouseup', () => {
      if (desk.settings.current.value.copyOnSelect && terminal.hasSelection()) void desk.copy();
    }));
    session.state.subscribe(state => {
      if (state.name !== 'live') this.#endedAt = performance.now();
    });
  }

  dispose(): void {
    this.#held.dispose();
  }

  #data(data: string): void {
    const { desk } = this;
    const { session, modifiers } = desk;
    if (session.replaying && isFocusReport(data)) return;
    desk.type(modifiers.apply(data));
  }

  // False keeps the key from the terminal.
  #key(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown') return true;
    if (event.key === 'Enter' && !this.desk.live.value) {
      // Somebody was typing when it ended: that Enter was not for the page.
      if (performance.now() - this.#endedAt > endedEnterAfter && this.desk.enter()) event.preventDefault();
      return false;
    }
    if (event.key === 'Escape' && this.desk.paced.progress.value !== null) {
      event.preventDefault();
      this.desk.paced.cancel();
      return false;
    }
    const command = this.#command(event);
    if (!command) {
      if (this.desk.live.value && !this.desk.typing.value && isTyping(event)) this.desk.sayReadOnly();
      return true;
    }
    // Left to the browser, whose own paste needs no permission.
    if (command !== 'paste') {
      event.preventDefault();
      command();
    }
    return false;
  }

  #command(event: KeyboardEvent): (() => void) | 'paste' | null {
    const { desk } = this;
    if (event.altKey || !(event.ctrlKey || event.metaKey)) return null;
    if (event.shiftKey) {
      switch (event.code) {
        case 'KeyC': return () => void desk.copy();
        case 'KeyV': return 'paste';
        case 'KeyF': return () => (desk.searching.value = true);
      }
    }
    switch (event.key) {
      case '+':
      case '=': return () => desk.fontStep(1);
      case '-': return () => desk.fontStep(-1);
      case '0': return () => desk.fontStep(0);
      default: return null;
    }
  }
}

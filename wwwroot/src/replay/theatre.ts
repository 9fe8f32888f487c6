import type { Terminal } from '@xterm/xterm';
import { Disposables, type Disposable } from '../disposable';
import { Screen } from '../screen/screen';
import type { SettingsStore } from '../screen/settings';
import { filterReplies } from '../terminal/replyFilter';
import { Fitting } from './fitting';

interface LinkTarget {
  follow(event: MouseEvent, address: string): void;
  hover(address: string | null): void;
}

/** The screen of a replay: it draws, and nothing that is drawn can make it do anything else. */
export class Theatre implements Disposable {
  readonly terminal: Terminal;
  readonly fitting: Fitting;
  readonly #held = new Disposables();

  constructor(element: HTMLElement, settings: SettingsStore, links: LinkTarget) {
    const screen = this.#held.add(new Screen(element, settings, links));
    this.terminal = screen.terminal;
    // Nobody listens to what the screen would answer, and it is not even asked.
    this.terminal.options.disableStdin = true;
    this.#held.add(filterReplies(this.terminal, () => true));
    // Keys are the player's.
    this.terminal.attachCustomKeyEventHandler(() => false);
    this.fitting = this.#held.add(new Fitting(this.terminal, element, screen.scaled));
  }

  dispose(): void {
    this.#held.dispose();
  }
}

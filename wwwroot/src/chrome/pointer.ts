import { Disposables, listen, type Disposable } from '../disposable';
import type { Desk } from './desk';

const longPress = 550;
const moved = 12;

/** Right click, long press and pinch on the terminal. */
export class Pointer implements Disposable {
  readonly #held = new Disposables();
  #press = 0;
  #start = { x: 0, y: 0 };
  #pinch = 0;

  constructor(private readonly desk: Desk) {
    const { element } = desk.screen;
    this.#held.add(listen<MouseEvent>(element, 'contextmenu', event => this.#menu(event)));
    this.#held.add(listen<TouchEvent>(element, 'touchstart', event => this.#touch(event), { passive: true }));
    this.#held.add(listen<TouchEvent>(element, 'touchmove', event => this.#move(event), { passive: true }));
    for (const end of ['touchend', 'touchcancel'])
      this.#held.add(listen(element, end, () => clearTimeout(this.#press), { passive: true }));
  }

  dispose(): void {
    clearTimeout(this.#press);
    this.#held.dispose();
  }

  // With Shift the browser's own menu; a program that asked for the mouse gets the click.
  #menu(event: MouseEvent): void {
    if (event.shiftKey) return;
    event.preventDefault();
    if (this.desk.terminal.modes.mouseTrackingMode !== 'none' && event.button === 2) return;
    this.desk.show({ name: 'menu', x: event.clientX, y: event.clientY });
  }

  #touch(event: TouchEvent): void {
    clearTimeout(this.#press);
    const [first, second] = event.touches;
    if (first && second) {
      this.#pinch = distance(first, second);
    } else if (first) {
      this.#start = { x: first.clientX, y: first.clientY };
      this.#press = window.setTimeout(() => this.desk.show({ name: 'menu', ...this.#start }), longPress);
    }
  }

  #move(event: TouchEvent): void {
    const [first, second] = event.touches;
    if (first && Math.hypot(first.clientX - this.#start.x, first.clientY - this.#start.y) > moved)
      clearTimeout(this.#press);
    if (!first || !second) return;
    const now = distance(first, second);
    const ratio = now / this.#pinch;
    if (ratio < 0.87 || ratio > 1.15) {
      this.desk.fontStep(ratio > 1 ? 1 : -1);
      this.#pinch = now;
    }
  }
}

function distance(a: Touch, b: Touch): number {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

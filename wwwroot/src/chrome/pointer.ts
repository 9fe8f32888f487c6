import { Disposables, listen, type Disposable } from '../disposable';
import { selectWordAt } from '../screen/wordAt';
import type { Desk } from './desk';

const longPress = 550;
const stillWithin = 12;
const pinchStep = 1.15;

/** Right click on the terminal; with fingers scrolling, long press and pinch, which xterm.js does not know. */
export class Pointer implements Disposable {
  readonly #held = new Disposables();
  #press = 0;
  #start = { x: 0, y: 0 };
  #lastY: number | null = null;
  // Part of a line that was scrolled but is not shown yet.
  #rest = 0;
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
    this.#lastY = null;
    if (first && second) {
      this.#pinch = distance(first, second);
    } else if (first) {
      this.#start = { x: first.clientX, y: first.clientY };
      this.#lastY = first.clientY;
      this.#rest = 0;
      this.#press = window.setTimeout(() => this.#hold(), longPress);
    }
  }

  #hold(): void {
    const { x, y } = this.#start;
    this.#lastY = null;
    if (!this.desk.terminal.hasSelection()) selectWordAt(this.desk.terminal, x, y);
    this.desk.show({ name: 'menu', x, y });
  }

  #move(event: TouchEvent): void {
    const [first, second] = event.touches;
    if (first && second) this.#zoom(distance(first, second));
    else if (first) this.#scroll(first);
  }

  #scroll(touch: Touch): void {
    if (this.#lastY === null) return;
    const still = Math.hypot(touch.clientX - this.#start.x, touch.clientY - this.#start.y) < stillWithin;
    if (still && this.#lastY === this.#start.y) return;
    clearTimeout(this.#press);
    const deltaY = this.#lastY - touch.clientY;
    this.#lastY = touch.clientY;
    const { terminal } = this.desk;
    const screen = terminal.element?.querySelector('.xterm-screen');
    if (!screen || deltaY === 0) return;
    if (terminal.buffer.active.type === 'normal' && terminal.modes.mouseTrackingMode === 'none') {
      this.#rest += deltaY / (screen.clientHeight / terminal.rows);
      terminal.scrollLines(Math.trunc(this.#rest));
      this.#rest -= Math.trunc(this.#rest);
    } else {
      // As if by wheel: xterm.js makes of it arrow keys or mouse reports, as the program wants.
      screen.dispatchEvent(new WheelEvent('wheel', {
        deltaY, clientX: touch.clientX, clientY: touch.clientY, bubbles: true, cancelable: true,
      }));
    }
  }

  #zoom(now: number): void {
    clearTimeout(this.#press);
    const ratio = now / this.#pinch;
    if (ratio < pinchStep && ratio > 1 / pinchStep) return;
    this.desk.fontStep(ratio > 1 ? 1 : -1);
    this.#pinch = now;
  }
}

function distance(a: Touch, b: Touch): number {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

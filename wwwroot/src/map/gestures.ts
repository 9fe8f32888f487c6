import { after, Disposables, listen, type Disposable } from '../disposable';
import type { Point } from './mercator';

/** What a hand, a wheel or a finger wants of a map. Points are pixels from its upper left corner. */
export interface Moves {
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  /** The hand has let go. */
  settle(): void;
  /** A long press. */
  press(target: HTMLElement, client: Point): void;
}

const still = 5;
const pressAfter = 550;

/** Mouse, pen, touch and wheel on a map. */
export class Gestures implements Disposable {
  readonly #held = new Disposables();
  readonly #pointers = new Map<number, Point>();
  #moved = false;
  #press: Disposable | null = null;

  constructor(private readonly surface: HTMLElement, private readonly moves: Moves) {
    const on = <T extends Event>(type: string, handler: (event: T) => void, options?: AddEventListenerOptions) => this.#held.add(listen<T>(surface, type, handler, options));
    on<PointerEvent>('pointerdown', event => this.#down(event));
    on<PointerEvent>('pointermove', event => this.#move(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) on<PointerEvent>(type, event => this.#up(event));
    on<WheelEvent>('wheel', event => {
      event.preventDefault();
      const delta = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 24) * (event.ctrlKey ? 4 : 1);
      moves.zoom(Math.exp(-Math.min(Math.max(delta, -240), 240) * 0.0024), this.#local(event));
    }, { passive: false });
    // A finger that rests is a press of ours already.
    on<MouseEvent>('contextmenu', event => { if (this.#pointers.size > 0 && this.#press === null) event.preventDefault(); });
  }

  dispose(): void {
    this.#press?.dispose();
    this.#held.dispose();
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#pointers.set(event.pointerId, this.#local(event));
    this.#moved = this.#pointers.size > 1;
    this.#press?.dispose();
    this.#press = null;
    if (event.pointerType === 'mouse' || this.#pointers.size > 1) return;
    const { target, clientX: x, clientY: y } = event;
    this.#press = after(pressAfter, () => {
      this.#press = null;
      this.#moved = true;
      this.#pointers.clear();
      this.moves.press(target as HTMLElement, { x, y });
    });
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#local(event);
    if (!this.#moved) {
      if (Math.hypot(now.x - before.x, now.y - before.y) < still) return;
      this.#moved = true;
      this.#press?.dispose();
      // What is let go of over a marker is no click on it.
      this.surface.setPointerCapture(event.pointerId);
    }
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    if (!other) return this.moves.pan(now.x - before.x, now.y - before.y);
    const apart = (point: Point) => Math.max(Math.hypot(point.x - other.x, point.y - other.y), 1);
    this.moves.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    this.moves.zoom(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  #up(event: PointerEvent): void {
    if (!this.#pointers.delete(event.pointerId)) return;
    this.#press?.dispose();
    this.#press = null;
    if (this.#pointers.size === 0 && this.#moved) this.moves.settle();
  }

  #local(event: MouseEvent): Point {
    const { left, top } = this.surface.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}

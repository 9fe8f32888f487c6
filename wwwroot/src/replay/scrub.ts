import { after, type Disposable } from '../disposable';

const pauseBetween = 150;

/** Dragging along a recording: shows where one is, but does not ask for every pixel. */
export class Scrub implements Disposable {
  #due: Disposable | null = null;
  #wanted: number | null = null;
  #dragging = false;

  constructor(private readonly seek: (at: number) => void) {}

  begin(at: number): void {
    this.#dragging = true;
    this.move(at);
  }

  move(at: number): void {
    if (!this.#dragging) return;
    this.#wanted = at;
    if (this.#due === null) this.#go();
  }

  end(at: number): void {
    if (!this.#dragging) return;
    this.dispose();
    this.seek(at);
  }

  dispose(): void {
    this.#due?.dispose();
    this.#due = null;
    this.#wanted = null;
    this.#dragging = false;
  }

  #go(): void {
    this.#due = null;
    if (this.#wanted === null) return;
    this.seek(this.#wanted);
    this.#wanted = null;
    this.#due = after(pauseBetween, () => this.#go());
  }
}

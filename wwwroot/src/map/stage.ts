import { signal } from '@preact/signals';
import { Disposables, disposable, listen, type Disposable } from '../disposable';
import { fitted, panned, toScreen, zoomed, kept, type Bounds, type Camera, type Size } from './camera';
import { Gestures, type Moves } from './gestures';
import type { Point } from './mercator';

/** Paints what lies under the markers. */
export type Paint = (context: CanvasRenderingContext2D, camera: Camera, size: Size, ratio: number) => void;

const flight = 240;

/**
 * A plane that is looked at. While a hand moves it only the picture is painted
 * anew and the layer of markers is pushed along; markers are made again when
 * the size changes or the hand has let go.
 */
export class Stage implements Disposable, Pick<Moves, 'pan' | 'zoom' | 'settle'> {
  /** What the markers are made for. */
  readonly settled = signal<Camera>({ x: 0.5, y: 0.5, scale: 1 });
  readonly size = signal<Size>({ width: 1, height: 1 });
  #live: Camera = this.settled.value;
  #made: Camera = this.settled.value;
  #places: readonly Point[] = [];
  #touched = false;
  #frame = 0;
  #flight = 0;
  #canvas: HTMLCanvasElement | null = null;
  #layer: HTMLElement | null = null;
  readonly #held = new Disposables();

  constructor(private bounds: Bounds, private readonly paint: Paint) {}

  get camera(): Camera {
    return this.#live;
  }

  /** Begins to be shown. */
  attach(surface: HTMLElement, canvas: HTMLCanvasElement, layer: HTMLElement, press: Moves['press']): void {
    this.#canvas = canvas;
    this.#layer = layer;
    const observer = new ResizeObserver(() => this.#resize(surface));
    observer.observe(surface);
    this.#held.add(disposable(() => observer.disconnect()));
    this.#held.add(new Gestures(surface, { pan: (dx, dy) => this.pan(dx, dy), zoom: (factor, at) => this.zoom(factor, at), settle: () => this.settle(), press }));
    this.#held.add(listen(matchMedia('(prefers-color-scheme: dark)'), 'change', () => this.repaint()));
    this.#held.add(disposable(() => {
      cancelAnimationFrame(this.#frame);
      cancelAnimationFrame(this.#flight);
    }));
    this.#resize(surface);
  }

  /** Shows all of these, until somebody has moved it by hand. */
  fit(places: readonly Point[], bounds = this.bounds): void {
    this.#places = places;
    this.bounds = bounds;
    if (!this.#touched) this.#look(fitted(places, this.size.value, bounds));
  }

  /** Shows everything again. */
  reset(): void {
    this.#touched = false;
    this.fly(fitted(this.#places, this.size.value, this.bounds));
  }

  pan(dx: number, dy: number): void {
    this.#touched = true;
    cancelAnimationFrame(this.#flight);
    this.#live = panned(this.#live, this.size.value, this.bounds, dx, dy);
    this.repaint();
  }

  zoom(factor: number, at: Point = { x: this.size.value.width / 2, y: this.size.value.height / 2 }): void {
    this.#touched = true;
    cancelAnimationFrame(this.#flight);
    this.#look(zoomed(this.#live, this.size.value, this.bounds, factor, at));
  }

  settle(): void {
    this.settled.value = this.#live;
  }

  /** Comes near enough to see these apart. */
  approach(places: readonly Point[]): void {
    this.#touched = true;
    this.fly(fitted(places, this.size.value, this.bounds));
  }

  /** Brings a place into view if it is at the edge, or beyond. */
  reveal(place: Point): void {
    const { width, height } = this.size.value;
    const { x, y } = toScreen(this.#live, this.size.value, place);
    if (x > 20 && y > 20 && x < width - 20 && y < height - 20) return;
    this.#touched = true;
    this.#look(kept({ ...this.#live, ...place }, this.size.value, this.bounds));
  }

  /** The markers have been made for a camera. */
  made(camera: Camera): void {
    this.#made = camera;
    this.#push();
  }

  repaint(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  dispose(): void {
    this.#held.dispose();
  }

  fly(to: Camera): void {
    cancelAnimationFrame(this.#flight);
    const from = this.#live;
    const began = performance.now();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.#look(to);
    const step = (now: number) => {
      const part = Math.min(Math.max((now - began) / flight, 0), 1);
      const eased = 1 - (1 - part) ** 3;
      const scale = from.scale * (to.scale / from.scale) ** eased;
      // In step with the size, or the place that one comes near to would swing out of view.
      const along = from.scale === to.scale ? eased : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
      this.#look({ scale, x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * along });
      if (part < 1) this.#flight = requestAnimationFrame(step);
    };
    this.#flight = requestAnimationFrame(step);
  }

  #look(camera: Camera): void {
    this.#live = camera;
    this.settled.value = camera;
    this.repaint();
  }

  #resize(surface: HTMLElement): void {
    this.size.value = { width: Math.max(surface.clientWidth, 1), height: Math.max(surface.clientHeight, 1) };
    if (this.#touched) this.#look(kept(this.#live, this.size.value, this.bounds));
    else this.fit(this.#places);
  }

  #draw(): void {
    this.#frame = 0;
    const context = this.#canvas?.getContext('2d');
    if (!context) return;
    const { width, height } = this.size.value;
    const ratio = devicePixelRatio;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (context.canvas.width !== across || context.canvas.height !== down) Object.assign(context.canvas, { width: across, height: down });
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, across, down);
    this.paint(context, this.#live, this.size.value, ratio);
    this.#push();
    // Markers beyond the edge are made a little way out; before those run out, more are.
    const { x, y, scale } = this.#made;
    if (Math.abs(x - this.#live.x) * scale > width / 3 || Math.abs(y - this.#live.y) * scale > height / 3) this.settle();
  }

  #push(): void {
    const { x, y, scale } = this.#made;
    if (this.#layer) this.#layer.style.transform = `translate(${(x - this.#live.x) * scale}px, ${(y - this.#live.y) * scale}px)`;
  }
}

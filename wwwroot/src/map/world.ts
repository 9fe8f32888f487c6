import type { Camera, Size } from './camera';
import { areasOf, type Area, type Topology } from './topology';

/** The lands of the world, ready to be painted. They come in two finenesses, each when it is first looked at. */
export class World {
  readonly #coarse: Sheet;
  readonly #fine: Sheet;

  /** @param come called when there is more to paint */
  constructor(come: () => void) {
    this.#coarse = new Sheet(() => import('world-atlas/countries-110m.json'), come);
    // Seven times as much: worth it only for whoever comes near enough to see the difference.
    this.#fine = new Sheet(() => import('world-atlas/countries-50m.json'), come);
  }

  /** Paints what of them is in view. */
  paint(context: CanvasRenderingContext2D, camera: Camera, { width, height }: Size, ratio: number): void {
    const { color, outlineColor } = getComputedStyle(context.canvas);
    const { x, y, scale } = camera;
    const shapes = (scale > refineAbove ? this.#fine.shapes() : null) ?? this.#coarse.shapes() ?? [];
    const [halfWidth, halfHeight] = [width / scale / 2, height / scale / 2];
    context.setTransform(scale * ratio, 0, 0, scale * ratio, (width / 2 - x * scale) * ratio, (height / 2 - y * scale) * ratio);
    context.fillStyle = color;
    context.strokeStyle = outlineColor;
    context.lineWidth = 0.8 / scale;
    context.lineJoin = 'round';
    for (const { path, area } of shapes) {
      if (area.right < x - halfWidth || area.left > x + halfWidth || area.bottom < y - halfHeight || area.top > y + halfHeight) continue;
      context.fill(path, 'evenodd');
      context.stroke(path);
    }
  }
}

/** Lands in one fineness. */
class Sheet {
  #shapes: Shape[] | null = null;
  #asked = false;

  constructor(private readonly load: () => Promise<{ default: unknown }>, private readonly come: () => void) {}

  /** Null until they have come; one that failed to is asked for again. */
  shapes(): Shape[] | null {
    if (!this.#asked) {
      this.#asked = true;
      this.load().then(module => {
        this.#shapes = shapesOf(module.default);
        this.come();
      }, () => (this.#asked = false));
    }
    return this.#shapes;
  }
}

interface Shape {
  path: Path2D;
  area: Area;
}

const refineAbove = 3000;

function shapesOf(topology: unknown): Shape[] {
  return areasOf(topology as Topology, 'countries').map(area => {
    const path = new Path2D();
    for (const ring of area.rings) {
      for (let at = 0; at < ring.length; at += 2) {
        if (at === 0) path.moveTo(ring[at]!, ring[at + 1]!);
        else path.lineTo(ring[at]!, ring[at + 1]!);
      }
      path.closePath();
    }
    return { path, area };
  });
}

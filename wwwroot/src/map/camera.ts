import type { Point } from './mercator';

/** What of a plane is on the screen: which place is in the middle, and how large everything is. */
export interface Camera {
  x: number;
  y: number;
  /** Pixels for a length of 1 on the plane. */
  scale: number;
}

/** Size of the view, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** The part of a plane that there is, and how near one may come. */
export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Largest scale. */
  nearest: number;
}

const room = 56;

export function toScreen({ x, y, scale }: Camera, { width, height }: Size, point: Point): Point {
  return { x: (point.x - x) * scale + width / 2, y: (point.y - y) * scale + height / 2 };
}

export function fromScreen({ x, y, scale }: Camera, { width, height }: Size, point: Point): Point {
  return { x: (point.x - width / 2) / scale + x, y: (point.y - height / 2) / scale + y };
}

/** A camera that leaves the view neither empty nor farther away than everything fits. */
export function kept(camera: Camera, size: Size, bounds: Bounds): Camera {
  const [width, height] = [bounds.right - bounds.left, bounds.bottom - bounds.top];
  const farthest = Math.min(size.width / width, size.height / height);
  const scale = Math.min(Math.max(camera.scale, farthest), Math.max(bounds.nearest, farthest));
  const within = (middle: number, first: number, last: number, half: number) =>
    last - first <= half * 2 ? (first + last) / 2 : Math.min(Math.max(middle, first + half), last - half);
  return {
    scale,
    x: within(camera.x, bounds.left, bounds.right, size.width / scale / 2),
    y: within(camera.y, bounds.top, bounds.bottom, size.height / scale / 2),
  };
}

/** Nearer by a factor (farther below 1), with the same place under a point of the screen. */
export function zoomed(camera: Camera, size: Size, bounds: Bounds, factor: number, at: Point): Camera {
  const place = fromScreen(camera, size, at);
  const { scale } = kept({ ...camera, scale: camera.scale * factor }, size, bounds);
  return kept({ scale, x: place.x - (at.x - size.width / 2) / scale, y: place.y - (at.y - size.height / 2) / scale }, size, bounds);
}

/** Moved by pixels, as the hand moves the map. */
export function panned(camera: Camera, size: Size, bounds: Bounds, dx: number, dy: number): Camera {
  return kept({ ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale }, size, bounds);
}

/** As near as possible with all of these points in view, and a little room around them. */
export function fitted(points: readonly Point[], size: Size, bounds: Bounds): Camera {
  if (points.length === 0) return kept({ x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2, scale: 0 }, size, bounds);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const fit = (length: number, pixels: number) => length === 0 ? Infinity : Math.max(pixels - room * 2, 1) / length;
  const scale = Math.min(fit(right - left, size.width), fit(bottom - top, size.height), bounds.nearest);
  return kept({ x: (left + right) / 2, y: (top + bottom) / 2, scale }, size, bounds);
}

/** A place on a plane: on the map of the world both run from 0 to 1, eastwards and southwards. */
export interface Point {
  x: number;
  y: number;
}

// Where the map of the world becomes a square; nobody has devices nearer to a pole.
const farthest = 85.05112878;

/** Web Mercator (EPSG:3857), scaled to a square of side 1. */
export function project(longitude: number, latitude: number): Point {
  const clamped = Math.min(Math.max(latitude, -farthest), farthest);
  const sine = Math.sin(clamped * Math.PI / 180);
  return { x: (longitude + 180) / 360, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

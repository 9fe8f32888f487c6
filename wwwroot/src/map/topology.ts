import { project } from './mercator';

/** As much of TopoJSON (format specification 1.0) as the map's data uses. */
export interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  /** Each a line: the first place, then steps, all in whole units of the transform. */
  arcs: [number, number][][];
  objects: Record<string, { geometries: Geometry[] }>;
}

type Geometry = { type: string; arcs?: number[][] | number[][][] };

/** An area: its rings as x and y in turn, on the plane of `project`. */
export interface Area {
  rings: Float64Array[];
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * The areas of an object, on the plane of the map. What reaches over the edge
 * of the map is there twice, once at each side.
 */
export function areasOf(topology: Topology, object: string): Area[] {
  const lines = topology.arcs.map(arc => lineOf(topology, arc));
  return (topology.objects[object]?.geometries ?? []).flatMap(geometry => {
    const polygons = geometry.type === 'Polygon' ? [geometry.arcs as number[][]] : geometry.type === 'MultiPolygon' ? geometry.arcs as number[][][] : [];
    return polygons.flatMap(rings => twice(areaOf(rings.map(ring => unwrapped(ringOf(ring, lines))))));
  });
}

function lineOf({ transform: { scale, translate } }: Topology, arc: [number, number][]): number[] {
  let [x, y] = [0, 0];
  return arc.flatMap(([dx, dy]) => {
    x += dx;
    y += dy;
    const point = project(x * scale[0] + translate[0], y * scale[1] + translate[1]);
    return [point.x, point.y];
  });
}

// A negative number is a line taken backwards (~0 is the first). Where two lines meet they share a place.
function ringOf(arcs: number[], lines: number[][]): Float64Array {
  const ring: number[] = [];
  for (const index of arcs) {
    const line = lines[index < 0 ? ~index : index] ?? [];
    for (let step = ring.length === 0 ? 0 : 2; step < line.length; step += 2) {
      const at = index < 0 ? line.length - 2 - step : step;
      ring.push(line[at]!, line[at + 1]!);
    }
  }
  return Float64Array.from(ring);
}

// A step over half of the world is one over its edge, so the ring goes on beyond it. One that does not come back to its
// beginning goes round a pole, and is closed along the map's lower edge: land lies round one pole only.
function unwrapped(ring: Float64Array): Float64Array {
  let turns = 0;
  const points: number[] = [];
  for (let at = 0; at < ring.length; at += 2) {
    const step = at === 0 ? 0 : ring[at]! - ring[at - 2]!;
    if (Math.abs(step) > 0.5) turns -= Math.sign(step);
    points.push(ring[at]! + turns, ring[at + 1]!);
  }
  if (turns !== 0) points.push(points.at(-2)!, 1, points[0]!, 1);
  return Float64Array.from(points);
}

function twice(area: Area): Area[] {
  const shift = area.right > 1 ? -1 : area.left < 0 ? 1 : 0;
  if (shift === 0) return [area];
  return [area, areaOf(area.rings.map(ring => ring.map((value, at) => at % 2 === 0 ? value + shift : value)))];
}

function areaOf(rings: Float64Array[]): Area {
  const area: Area = { rings, left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 2) {
      area.left = Math.min(area.left, ring[at]!);
      area.right = Math.max(area.right, ring[at]!);
      area.top = Math.min(area.top, ring[at + 1]!);
      area.bottom = Math.max(area.bottom, ring[at + 1]!);
    }
  }
  return area;
}

import type { Point } from './mercator';

/** Something that has a place. */
export interface Placed<T> extends Point {
  item: T;
}

/** What stands so near together that it is one marker. */
export interface Cluster<T> extends Point {
  /** The same for the same things, however the map moves. */
  key: string;
  items: T[];
  /** Where each of them stands. */
  places: readonly Point[];
}

/**
 * Puts together what is nearer than `radius` to each other: the first that is
 * not taken yet takes all around it. The same things come together in the same
 * way each time, whatever part of them is looked at.
 *
 * @param radius on the plane of the places
 */
export function clustered<T>(places: readonly Placed<T>[], radius: number, keyOf: (item: T) => string): Cluster<T>[] {
  const cells = new Map<number, number[]>();
  // One number for both: a plane of a million cells each way is far above what is asked for.
  const cellOf = (x: number, y: number) => Math.floor(x / radius) * 2 ** 26 + Math.floor(y / radius);
  places.forEach(({ x, y }, at) => {
    const cell = cellOf(x, y);
    const there = cells.get(cell);
    if (there) there.push(at);
    else cells.set(cell, [at]);
  });
  const taken = new Uint8Array(places.length);
  const clusters: Cluster<T>[] = [];
  places.forEach((first, at) => {
    if (taken[at]) return;
    const members: number[] = [];
    for (const dx of [-radius, 0, radius]) {
      for (const dy of [-radius, 0, radius]) {
        for (const other of cells.get(cellOf(first.x + dx, first.y + dy)) ?? []) {
          const { x, y } = places[other]!;
          if (taken[other] || (x - first.x) ** 2 + (y - first.y) ** 2 > radius ** 2) continue;
          taken[other] = 1;
          members.push(other);
        }
      }
    }
    members.sort((a, b) => a - b);
    const middle = (axis: 'x' | 'y') => members.reduce((sum, member) => sum + places[member]![axis], 0) / members.length;
    clusters.push({ key: `${keyOf(first.item)} ${members.length}`, x: middle('x'), y: middle('y'), items: members.map(member => places[member]!.item), places: members.map(member => places[member]!) });
  });
  return clusters;
}

import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import coarse from 'world-atlas/countries-110m.json';
import { fitted, fromScreen, kept, panned, toScreen, zoomed, type Bounds, type Camera } from '../src/map/camera';
import { everyDevice, type DeviceQuery } from '../src/devices/deviceFilter';
import type { DevicesDesk } from '../src/devices/devicesDesk';
import { clustered, type Placed } from '../src/map/clusters';
import { menuOf } from '../src/map/markerMenu';
import { project } from '../src/map/mercator';
import { meaningOf, placesOf, planOf } from '../src/map/places';
import type { Stage } from '../src/map/stage';
import { areasOf, type Topology } from '../src/map/topology';
import { device } from './devices';

const size = { width: 800, height: 400 };
const bounds: Bounds = { left: 0, top: 0, right: 1, bottom: 1, nearest: 100_000 };

describe('the projection', () => {
  it('is Web Mercator on a square of side 1', () => {
    expect(project(0, 0)).toEqual({ x: 0.5, y: 0.5 });
    expect(project(-180, 85.05112878).y).toBeCloseTo(0, 6);
    expect(project(180, -90)).toMatchObject({ x: 1 });
    const brussels = project(4.3517, 50.8503);
    expect([brussels.x, brussels.y]).toEqual([expect.closeTo(0.512088, 5), expect.closeTo(0.335437, 5)]);
  });
});

describe('the lands', () => {
  const areas = areasOf(coarse as unknown as Topology, 'countries');
  const holds = (longitude: number, latitude: number) => {
    const { x, y } = project(longitude, latitude);
    return areas.some(({ rings }) => rings.filter(ring => inside(ring, x, y)).length % 2 === 1);
  };

  it('lie where they are, also over the edge of the map', () => {
    for (const [longitude, latitude] of [[4.35, 50.85], [-98, 39], [134, -25], [100, 65], [175, 67], [-173, 66], [0, -80], [-179, -84.6], [179, -84.6]] as const)
      expect(holds(longitude, latitude), `${longitude} ${latitude}`).toBe(true);
    for (const [longitude, latitude] of [[-40, 30], [80, -40], [-150, 0], [0, 80], [-170, 40], [170, 40]] as const)
      expect(holds(longitude, latitude), `${longitude} ${latitude}`).toBe(false);
  });
});

describe('the camera', () => {
  const camera: Camera = { x: 0.5, y: 0.4, scale: 2000 };

  it('keeps the place under the pointer while it comes nearer', () => {
    const at = { x: 620, y: 90 };
    const before = fromScreen(camera, size, at);
    const after = fromScreen(zoomed(camera, size, bounds, 1.7, at), size, at);
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x, 9), expect.closeTo(before.y, 9)]);
  });

  it('never shows nothing: it stays within its bounds however it is moved', () => {
    const far = panned(camera, size, bounds, 1e6, -1e6);
    expect([far.x, far.y]).toEqual([expect.closeTo(0.2, 9), expect.closeTo(0.9, 9)]);
    expect(kept({ x: 0, y: 0, scale: 1 }, size, bounds)).toEqual({ x: 0.5, y: 0.5, scale: 400 });
    expect(kept({ ...camera, scale: 1e9 }, size, bounds).scale).toBe(100_000);
  });

  it('shows all places with a little room, and one place as near as it may', () => {
    const places = [{ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.35 }];
    const seen = fitted(places, size, bounds);
    for (const place of places) {
      const { x, y } = toScreen(seen, size, place);
      expect(x > 20 && x < 780 && y > 20 && y < 380).toBe(true);
    }
    expect(fitted([places[0]!], size, bounds)).toMatchObject({ scale: 100_000 });
    expect(fitted([], size, bounds).scale).toBe(400);
  });
});

describe('clusters', () => {
  const places: Placed<string>[] = Array.from({ length: 3000 }, (_, at) => ({ x: Math.sin(at * 12.9898) / 2 + 0.5, y: Math.cos(at * 78.233) / 2 + 0.5, item: String(at) }));

  it('lose nothing, put nothing together that is far apart, and are the same each time', () => {
    const clusters = clustered(places, 0.03, item => item);
    expect(clusters.flatMap(({ items }) => items).sort()).toEqual(places.map(({ item }) => item).sort());
    for (const { places: within } of clusters) for (const { x, y } of within) expect(Math.hypot(x - within[0]!.x, y - within[0]!.y)).toBeLessThanOrEqual(0.06);
    expect(new Set(clusters.map(({ key }) => key)).size).toBe(clusters.length);
    expect(clustered(places, 0.03, item => item)).toEqual(clusters);
    expect(clusters.length).toBeLessThan(1200);
  });

  it('of what is at one place are one, and of what is alone one each', () => {
    expect(clustered([{ x: 1, y: 0, item: 'a' }, { x: 1, y: 0, item: 'b' }], 1e-9, item => item)).toHaveLength(1);
    expect(clustered(places, 1e-12, item => item)).toHaveLength(places.length);
  });
});

describe('a marker', () => {
  const oslo = [device('a', { site: 'Oslo' }), device('b', { site: 'Oslo' })];
  it('is a device, a site or a group, in its worst state', () => {
    const states = new Map([['a', { ssh: ['up', 1] as ['up', number] }], ['b', { ssh: ['down', 1] as ['down', number] }]]);
    expect(meaningOf([oslo[0]!], states, false)).toEqual({ kind: 'device', name: 'a', state: 'up', down: 0 });
    expect(meaningOf(oslo, states, false)).toEqual({ kind: 'site', name: 'Oslo', state: 'down', down: 1 });
    expect(meaningOf(oslo, states, true)).toMatchObject({ kind: 'group', name: '2' });
    expect(meaningOf([...oslo, device('c')], states, false)).toMatchObject({ kind: 'group', name: '3' });
  });

  it('stands at the device’s own place, else at its site’s', () => {
    const rows = [device('own', { longitude: 10, latitude: 60, site: 'Oslo' }), device('site', { site: 'Oslo' }), device('nowhere', { site: 'Elsewhere' })];
    const places = placesOf(rows, [{ name: 'Oslo', description: '', longitude: 0, latitude: 0 }, { name: 'Elsewhere', description: '', longitude: null, latitude: null }]);
    expect(places.map(({ item, x }) => [item.name, x])).toEqual([['own', project(10, 60).x], ['site', 0.5]]);
  });
});

describe('a site’s plan', () => {
  const within = (plan: ReturnType<typeof planOf>) => plan.places.every(({ x, y }) => x > 0 && x < 1 && y > 0 && y < plan.height);

  it('is drawn from the devices’ own places, and puts the others below', () => {
    const plan = planOf([device('left', { x: 100, y: 50 }), device('right', { x: 300, y: 150 }), device('loose', { longitude: 1, latitude: 1 })]);
    const [left, right, loose] = plan.places;
    expect(right!.x - left!.x).toBeCloseTo((right!.y - left!.y) * 2, 9);
    expect(loose!.y).toBeGreaterThan(right!.y);
    expect(within(plan)).toBe(true);
  });

  it('follows longitude and latitude where they differ, and is a grid where there is nothing', () => {
    const [west, east] = planOf([device('west', { longitude: 4.1, latitude: 50 }), device('east', { longitude: 4.2, latitude: 50 })]).places;
    expect(west!.x).toBeLessThan(east!.x);
    for (const rows of [
      Array.from({ length: 25 }, (_, at) => device(`d${at}`, { longitude: 4, latitude: 50 })),
      Array.from({ length: 3 }, (_, at) => device(`d${at}`)),
      [device('one', { x: 7, y: 7 })],
    ]) {
      const plan = planOf(rows);
      expect(new Set(plan.places.map(({ x, y }) => `${x} ${y}`)).size).toBe(rows.length);
      expect(within(plan)).toBe(true);
    }
  });
});

function inside(ring: Float64Array, x: number, y: number): boolean {
  let odd = false;
  for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
    const [ax, ay, bx, by] = [ring[at]!, ring[at + 1]!, ring[before]!, ring[before + 1]!];
    if (ay > y !== by > y && x < (bx - ax) * (y - ay) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

describe('the menu of a marker', () => {
  it('shows in the list what it stands for, of what was asked for', () => {
    const query: DeviceQuery = { ...everyDevice, view: 'map', text: 'rack', wanted: { vendor: ['Cisco'] }, order: { column: 'name', direction: -1 } };
    const shown: DeviceQuery[] = [];
    const desk = { query: signal(query), live: signal({ states: new Map() }), show: (wanted: DeviceQuery) => shown.push(wanted) } as unknown as DevicesDesk;
    const [core, edge] = [device('core-1', { site: 'Oslo' }), device('edge-1', { site: 'Oslo' })];
    for (const items of [[core], [core, edge]]) {
      const menu = menuOf(desk, { camera: { x: 0, y: 0, scale: 1 } } as Stage, bounds, { key: 'a', x: 0, y: 0, items, places: items.map(() => ({ x: 0, y: 0 })) });
      for (const item of menu) if (item !== 'line' && 'act' in item && item.label === 'Show in list') item.act();
    }
    expect(shown).toEqual([{ ...query, view: 'list', text: 'core-1' }, { ...query, view: 'list', wanted: { vendor: ['Cisco'], site: ['Oslo'] } }]);
  });
});

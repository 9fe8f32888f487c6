import type { DeviceRow, DeviceSite } from '../protocol';
import { stateOf, worstOf, type States, type StateWord } from '../devices/states';
import { project, type Point } from './mercator';
import type { Placed } from './clusters';

/** Where devices stand on the map of the world: at their own place, else at their site's; who has neither is left out. */
export function placesOf(rows: readonly DeviceRow[], sites: readonly DeviceSite[]): Placed<DeviceRow>[] {
  const known = new Map(sites.filter(site => site.longitude !== null && site.latitude !== null).map(site => [site.name, project(site.longitude!, site.latitude!)]));
  return rows.flatMap(item => {
    const place = item.longitude !== null && item.latitude !== null ? project(item.longitude, item.latitude) : known.get(item.site);
    return place ? [{ ...place, item }] : [];
  });
}

/** What a marker stands for. */
export interface Meaning {
  kind: 'device' | 'site' | 'group';
  /** The name of the device or site; of a group how many there are. */
  name: string;
  state: StateWord;
  /** How many of them are down. */
  down: number;
}

/**
 * One device, the devices of one site, or a group of several sites' devices.
 *
 * @param inSite all of them are on the plan of one site, which no marker then stands for
 */
export function meaningOf(rows: readonly DeviceRow[], states: States, inSite: boolean): Meaning {
  const words = rows.map(row => stateOf(row, states).word);
  const down = words.filter(word => word === 'down').length;
  const [first] = rows;
  const state = worstOf(words);
  if (first && rows.length === 1) return { kind: 'device', name: first.name, state, down };
  const site = first?.site ?? '';
  if (!inSite && site !== '' && rows.every(row => row.site === site)) return { kind: 'site', name: site, state, down };
  return { kind: 'group', name: rows.length.toLocaleString('en'), state, down };
}

/** The plan of a site: a width of 1, and a height that is not more. */
export interface Plan {
  places: Placed<DeviceRow>[];
  height: number;
}

const margin = 0.06;

/**
 * Draws a site from where its devices say they stand within it, else from their
 * longitudes and latitudes; who says neither stands in a grid below the others.
 */
export function planOf(rows: readonly DeviceRow[]): Plan {
  const drawn = rows.filter(row => row.x !== null && row.y !== null);
  const [placed, at] = drawn.length > 0
    ? [drawn, (row: DeviceRow): Point => ({ x: row.x!, y: row.y! })]
    : [distinct(rows.filter(row => row.longitude !== null && row.latitude !== null)), (row: DeviceRow): Point => project(row.longitude!, row.latitude!)];
  const known = new Set(placed);
  const loose = rows.filter(row => !known.has(row));
  const plan = spread(placed, at);
  const grid = gridOf(loose, plan.height);
  return { places: [...plan.places, ...grid.places], height: Math.max(grid.height, margin * 4) };
}

// Where all are said to be at one place, that is the site's and says nothing of the devices.
function distinct(rows: readonly DeviceRow[]): readonly DeviceRow[] {
  return new Set(rows.map(row => `${row.longitude} ${row.latitude}`)).size > 1 ? rows : [];
}

function spread(rows: readonly DeviceRow[], at: (row: DeviceRow) => Point): Plan {
  if (rows.length === 0) return { places: [], height: 0 };
  const points = rows.map(at);
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const [width, height] = [Math.max(...points.map(({ x }) => x)) - left, Math.max(...points.map(({ y }) => y)) - top];
  const inner = 1 - margin * 2;
  const longest = Math.max(width, height);
  const scale = longest === 0 ? 0 : inner / longest;
  const places = rows.map((item, index) => ({ x: margin + (inner - width * scale) / 2 + (points[index]!.x - left) * scale, y: margin + (points[index]!.y - top) * scale, item }));
  return { places, height: margin * 2 + (height > 0 ? height * scale : 0) };
}

function gridOf(rows: readonly DeviceRow[], top: number): Plan {
  if (rows.length === 0) return { places: [], height: top };
  const columns = Math.min(Math.max(Math.ceil(Math.sqrt(rows.length * 1.8)), 4), 40);
  const cell = 1 / columns;
  const places = rows.map((item, index) => ({ x: cell * (index % columns + 0.5), y: top + cell * (Math.floor(index / columns) + 0.5), item }));
  return { places, height: top + cell * Math.ceil(rows.length / columns) };
}

/** Which of the three views of the devices is shown. */
export type View = 'list' | 'map' | 'site';

/** 1 for upwards, -1 for downwards. */
export interface DeviceOrder {
  column: string;
  direction: 1 | -1;
}

/** What the page shows; all of it stands in its address. */
export interface DeviceQuery {
  view: View;
  text: string;
  /** By property: any of its values will do, and every property has to fit. */
  wanted: Readonly<Record<string, readonly string[]>>;
  /** Null for the inventory's own order. */
  order: DeviceOrder | null;
}

const own = new Set(['view', 'q', 'sort']);

export const everyDevice: DeviceQuery = { view: 'list', text: '', wanted: {}, order: null };

/** What an address asks for. A site alone is that site's own view. */
export function readQuery(search: string): DeviceQuery {
  const query = new URLSearchParams(search);
  const wanted: Record<string, string[]> = {};
  for (const [name, value] of query) if (!own.has(name) && value !== '') (wanted[name] ??= []).push(value);
  const view = query.get('view');
  const [, down, column] = /^(-?)([^-].*)$/.exec(query.get('sort') ?? '') ?? [];
  return {
    view: view === 'map' || view === 'list' ? view : wanted['site']?.length ? 'site' : 'list',
    text: query.get('q') ?? '',
    wanted,
    order: column === undefined ? null : { column, direction: down === '-' ? -1 : 1 },
  };
}

/** The query of an address, with its "?"; empty for everything. */
export function writeQuery({ view, text, wanted, order }: DeviceQuery): string {
  const query = new URLSearchParams();
  const values = Object.entries(wanted).flatMap(([name, all]) => all.map(value => [name, value] as const));
  if (view === 'map' || (view === 'list' && wanted['site']?.length)) query.set('view', view);
  if (text.trim() !== '') query.set('q', text.trim());
  for (const [name, value] of values) query.append(name, value);
  if (order) query.set('sort', `${order.direction === -1 ? '-' : ''}${order.column}`);
  const written = query.toString();
  return written === '' ? '' : `?${written}`;
}

/** Whether what is found, or in which order, depends on how the devices are. */
export function needsStates({ wanted, order }: DeviceQuery): boolean {
  return 'state' in wanted || order?.column === 'state';
}

/** With a value more, or without it where it was there. */
export function toggled(query: DeviceQuery, property: string, value: string): DeviceQuery {
  const before = query.wanted[property] ?? [];
  const after = before.includes(value) ? before.filter(other => other !== value) : [...before, value];
  const { [property]: _, ...others } = query.wanted;
  return { ...query, wanted: after.length === 0 ? others : { ...others, [property]: after } };
}

/** A second click turns the order round, a third takes it away. */
export function turned(order: DeviceOrder | null, column: string): DeviceOrder | null {
  if (order?.column !== column) return { column, direction: 1 };
  return order.direction === 1 ? { column, direction: -1 } : null;
}

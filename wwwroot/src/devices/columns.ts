import type { DeviceRow } from '../protocol';

/** Something that devices have, to be shown, sorted and filtered by. */
export interface Property {
  /** Its name in an address; the operator's own begin with "p.". */
  id: string;
  label: string;
  /** What a device has of it; nothing is an empty list. */
  values: (row: DeviceRow) => readonly string[];
}

const one = (value: string): string[] => value === '' ? [] : [value];

const built: Property[] = [
  { id: 'description', label: 'Description', values: row => one(row.description) },
  { id: 'vendor', label: 'Vendor', values: row => one(row.vendor) },
  { id: 'model', label: 'Model', values: row => one(row.model) },
  { id: 'os', label: 'System', values: row => one(row.os) },
  { id: 'site', label: 'Site', values: row => one(row.site) },
  { id: 'group', label: 'Groups', values: row => row.groups },
  { id: 'protocol', label: 'Protocols', values: row => [...new Set(row.ways.flatMap(way => way.protocols))] },
];

/** The columns that are shown until somebody chooses. */
export const usualColumns: readonly string[] = ['description', 'vendor', 'model', 'os', 'site', 'group'];

/** What these devices have, the operator's own properties last, by name; what none of them has is left out. */
export function propertiesOf(rows: readonly DeviceRow[]): Property[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row.properties)) names.add(name);
  const own = [...names].sort().map((name): Property => ({ id: `p.${name}`, label: name, values: row => one(row.properties[name] ?? '') }));
  return [...built, ...own].filter(property => rows.some(row => property.values(row).length > 0));
}

/** What can be filtered by: texts of which each device has another are for the search. */
export function filterable(properties: readonly Property[]): Property[] {
  return properties.filter(({ id }) => id !== 'description');
}

/** The columns that somebody chose and that there are; the usual ones where nothing was chosen. */
export function columnsOf(properties: readonly Property[], chosen: readonly string[] | null): Property[] {
  const wanted = chosen ?? usualColumns;
  return properties.filter(({ id }) => wanted.includes(id));
}

import type { DeviceList, DeviceRow } from '../protocol';
import { propertiesOf, type Property } from './columns';
import type { DeviceOrder, DeviceQuery } from './deviceFilter';
import { stateOf, worse, type States, type StateWord } from './states';

const nothing: Live = { states: new Map(), favourites: new Set() };
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** What changes while the devices stay the same. */
export interface Live {
  states: States;
  favourites: ReadonlySet<string>;
}

/** A value and how many of the devices have it. */
export interface Facet {
  value: string;
  count: number;
}

/** The devices, made ready once so that each keystroke only looks through prepared text. */
export class Catalogue {
  readonly rows: readonly DeviceRow[];
  readonly properties: readonly Property[];
  readonly byName: ReadonlyMap<string, DeviceRow>;
  readonly #haystacks: readonly string[];
  readonly #names: readonly string[];
  readonly #orders = new Map<string, Int32Array>();

  constructor(readonly list: DeviceList) {
    this.rows = list.devices;
    this.properties = propertiesOf(this.rows);
    this.byName = new Map(this.rows.map(row => [row.name, row]));
    this.#haystacks = this.rows.map(haystack);
    this.#names = this.rows.map(row => row.name.toLowerCase());
  }

  /** The devices that are asked for, in the order that is asked for: without one, those first whose name begins with the text. */
  select(query: DeviceQuery, live: Live): DeviceRow[] {
    const text = query.text.trim().toLowerCase();
    const words = text.split(/\s+/).filter(word => word !== '');
    const conditions = this.#conditions(query, live);
    const fits = (at: number) => words.every(word => this.#haystacks[at]!.includes(word)) && conditions.every(condition => condition(this.rows[at]!));
    const found: number[] = [];
    const order = this.#order(query.order, live);
    for (let place = 0; place < this.rows.length; place++) {
      const at = order ? order[place]! : place;
      if (fits(at)) found.push(at);
    }
    if (!order && words.length > 0) return [0, 1, 2].flatMap(rank => found.filter(at => this.#rank(at, text) === rank)).map(at => this.rows[at]!);
    return found.map(at => this.rows[at]!);
  }

  /** The values of a property with their counts, in the order of words. */
  facets(property: string, live: Live): Facet[] {
    const counts = new Map<string, number>();
    const values = this.#valuesOf(property, live);
    for (const row of this.rows) for (const value of values(row)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => collator.compare(a.value, b.value));
  }

  #conditions(query: DeviceQuery, live: Live): ((row: DeviceRow) => boolean)[] {
    return Object.entries(query.wanted).map(([property, wanted]) => {
      const values = this.#valuesOf(property, live);
      const any = new Set(wanted);
      return row => values(row).some(value => any.has(value));
    });
  }

  #valuesOf(property: string, live: Live): (row: DeviceRow) => readonly string[] {
    if (property === 'state') return row => [stateOf(row, live.states).word];
    if (property === 'favourite') return row => live.favourites.has(row.name) ? ['yes'] : [];
    return this.properties.find(({ id }) => id === property)?.values ?? (() => []);
  }

  #rank(at: number, text: string): number {
    const name = this.#names[at]!;
    return name.startsWith(text) ? 0 : name.includes(text) ? 1 : 2;
  }

  // Sorting ten thousand words takes far longer than looking through them, so each order is made once.
  #order(order: DeviceOrder | null, live: Live): Int32Array | null {
    if (!order) return null;
    const { column, direction } = order;
    const up = column === 'state' ? this.#byState(live) : this.#orders.get(column) ?? this.#byText(column);
    if (column !== 'state') this.#orders.set(column, up);
    return direction === 1 ? up : up.toReversed();
  }

  #byText(column: string): Int32Array {
    const values = column === 'name' ? (row: DeviceRow) => [row.name] : this.#valuesOf(column, nothing);
    const texts = this.rows.map(row => values(row).join(', '));
    // What is empty comes last: nobody sorts to see it.
    return this.#sorted((a, b) => Number(texts[a] === '') - Number(texts[b] === '') || collator.compare(texts[a]!, texts[b]!));
  }

  #byState(live: Live): Int32Array {
    const words: StateWord[] = this.rows.map(row => stateOf(row, live.states).word);
    return this.#sorted((a, b) => worse(words[a]!, words[b]!));
  }

  #sorted(compare: (a: number, b: number) => number): Int32Array {
    return Int32Array.from(this.rows.keys()).sort((a, b) => compare(a, b) || a - b);
  }
}

function haystack(row: DeviceRow): string {
  const { name, description, vendor, model, os, site, groups, properties, ways, defaults, legacy } = row;
  const places = ways.flatMap(way => [way.label, ...Object.values(way.places)]);
  return [name, description, vendor, model, os, site, ...groups, ...Object.values(properties), ...places, defaults.user, legacy].join('\n').toLowerCase();
}

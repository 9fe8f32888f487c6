import { describe, expect, it } from 'vitest';
import { Catalogue, type Live } from '../src/devices/catalogue';
import { columnsOf, propertiesOf } from '../src/devices/columns';
import { everyDevice, readQuery, toggled, turned, writeQuery, type DeviceQuery } from '../src/devices/deviceFilter';
import { changed, stateOf, worstOf, type ProtocolState, type States } from '../src/devices/states';
import { device, listOf } from './devices';

const states: States = new Map<string, Record<string, ProtocolState>>([['core-1', { ssh: ['down', 5], telnet: ['up', 1] }], ['edge-10', { ssh: ['up', 1] }], ['core-2', { telnet: ['other', 1] }]]);
const live: Live = { states, favourites: new Set(['edge-10']) };
const catalogue = new Catalogue(listOf([
  device('edge-10', { vendor: 'Cisco', site: 'Brussels', groups: ['edge', 'critical'], properties: { Rack: 'R7' } }),
  device('edge-2', { vendor: 'Juniper', site: 'Oslo', groups: ['edge'], description: 'Beside the core' }),
  device('core-1', { vendor: 'Cisco', site: 'Oslo', groups: ['core'] }),
  device('core-2'),
]));
const names = (query: Partial<DeviceQuery>) => catalogue.select({ ...everyDevice, ...query }, live).map(row => row.name);

describe('the search', () => {
  it('finds every word anywhere in a device, in any case, and puts names before other words', () => {
    expect(names({ text: ' OSLO  edge' })).toEqual(['edge-2']);
    expect(names({ text: 'r7' })).toEqual(['edge-10']);
    expect(names({ text: '7023' })).toHaveLength(4);
    expect(names({ text: 'core' })).toEqual(['core-1', 'core-2', 'edge-2']);
    expect(names({ text: 'nowhere' })).toEqual([]);
    expect(names({})).toEqual(['edge-10', 'edge-2', 'core-1', 'core-2']);
  });

  it('finds one among ten thousand', () => {
    const many = new Catalogue(listOf(Array.from({ length: 10_000 }, (_, at) => device(`device-${at}`, { description: `Rack-${at % 97}. Floor-${at % 7}.` }))));
    expect(many.select({ ...everyDevice, text: 'device-9999' }, live)).toHaveLength(1);
    expect(many.select({ ...everyDevice, text: 'rack-96. floor-6.' }, live)).toHaveLength(many.rows.filter((_, at) => at % 97 === 96 && at % 7 === 6).length);
  });
});

describe('a filter', () => {
  it('wants one of the values of each property', () => {
    expect(names({ wanted: { vendor: ['Cisco', 'Juniper'], site: ['Oslo'] } })).toEqual(['edge-2', 'core-1']);
    expect(names({ wanted: { group: ['critical', 'core'] } })).toEqual(['edge-10', 'core-1']);
    expect(names({ wanted: { 'p.Rack': ['R7'] } })).toEqual(['edge-10']);
    expect(names({ wanted: { state: ['down', 'unknown'] } })).toEqual(['edge-2', 'core-1']);
    expect(names({ wanted: { favourite: ['yes'] } })).toEqual(['edge-10']);
    expect(names({ wanted: { nothing: ['of the kind'] } })).toEqual([]);
  });

  it('offers what there is, with how many have it', () => {
    expect(catalogue.facets('vendor', live)).toEqual([{ value: 'Cisco', count: 2 }, { value: 'Juniper', count: 1 }]);
    expect(catalogue.facets('group', live).map(({ value }) => value)).toEqual(['core', 'critical', 'edge']);
    expect(catalogue.facets('state', live)).toEqual([{ value: 'down', count: 1 }, { value: 'other', count: 1 }, { value: 'unknown', count: 1 }, { value: 'up', count: 1 }]);
  });

  it('goes on and off', () => {
    const one = toggled(everyDevice, 'site', 'Oslo');
    expect(toggled(one, 'site', 'Brussels').wanted).toEqual({ site: ['Oslo', 'Brussels'] });
    expect(toggled(one, 'site', 'Oslo').wanted).toEqual({});
  });
});

describe('the order', () => {
  it('counts figures as figures, and what is empty last', () => {
    expect(names({ order: { column: 'name', direction: 1 } })).toEqual(['core-1', 'core-2', 'edge-2', 'edge-10']);
    expect(names({ order: { column: 'site', direction: 1 } })).toEqual(['edge-10', 'edge-2', 'core-1', 'core-2']);
    expect(names({ order: { column: 'state', direction: 1 } })).toEqual(['core-1', 'core-2', 'edge-2', 'edge-10']);
    expect(names({ text: 'edge', order: { column: 'name', direction: -1 } })).toEqual(['edge-10', 'edge-2']);
  });

  it('is turned by a second click and taken away by a third', () => {
    const first = turned(null, 'site');
    expect([first, turned(first, 'site'), turned(turned(first, 'site'), 'site'), turned(first, 'name')])
      .toEqual([{ column: 'site', direction: 1 }, { column: 'site', direction: -1 }, null, { column: 'name', direction: 1 }]);
  });
});

describe('the address', () => {
  it('says all that is shown, and a site alone is its own view', () => {
    const all: DeviceQuery = { view: 'list', text: 'core & edge', wanted: { site: ['Oslo', 'A=B'], 'p.Asset tag': ['7'] }, order: { column: 'p.Asset tag', direction: -1 } };
    expect(readQuery(writeQuery(all))).toEqual(all);
    expect(readQuery('?site=Oslo').view).toBe('site');
    expect(writeQuery({ ...everyDevice, view: 'site', wanted: { site: ['Oslo'] } })).toBe('?site=Oslo');
    expect([writeQuery(everyDevice), writeQuery({ ...everyDevice, view: 'map' }), writeQuery({ ...everyDevice, text: ' x ' })]).toEqual(['', '?view=map', '?q=x']);
    expect(readQuery('?view=hacked&sort=-&q=&site=')).toEqual(everyDevice);
  });
});

describe('the columns', () => {
  const properties = propertiesOf(catalogue.rows);
  it('are those that some device has something for, the operator’s own last', () => {
    expect(properties.map(({ id }) => id)).toEqual(['description', 'vendor', 'site', 'group', 'protocol', 'p.Rack']);
    expect(columnsOf(properties, null).map(({ id }) => id)).toEqual(['description', 'vendor', 'site', 'group']);
    expect(columnsOf(properties, ['p.Rack', 'gone']).map(({ id }) => id)).toEqual(['p.Rack']);
  });
});

describe('a state', () => {
  it('is that of what one click reaches, else of what there is', () => {
    expect(catalogue.rows.map(row => stateOf(row, states).word)).toEqual(['up', 'unknown', 'down', 'other']);
    const after = changed(states, [{ device: 'edge-10', protocol: 'ssh', state: 'down', since: 9 }, { device: 'edge-2', protocol: 'telnet', state: 'up', since: 8 }]);
    expect(catalogue.rows.map(row => stateOf(row, after).word)).toEqual(['down', 'up', 'down', 'other']);
    expect([worstOf(['up', 'other', 'unknown']), worstOf(['up', 'down', 'other']), worstOf([])]).toEqual(['other', 'down', 'unknown']);
  });
});

import { useSignal } from '@preact/signals';
import { Icon } from '../ui/icons';
import { Popover } from '../ui/popover';
import type { Facet } from './catalogue';
import { filterable, type Property } from './columns';
import { toggled } from './deviceFilter';
import type { DevicesDesk } from './devicesDesk';
import { nameOfState } from './states';

const first = ['site', 'vendor', 'group'];
const mostShown = 200;
const worthSearching = 12;

/** What the devices are narrowed by: a button for each property, and a chip for each value that was chosen. */
export function FilterBar({ desk }: { desk: DevicesDesk }) {
  const properties = filterable(desk.store.catalogue.value?.properties ?? []);
  const query = desk.query.value;
  const usual = first.flatMap(id => properties.filter(property => property.id === id));
  const others = properties.filter(property => !first.includes(property.id));
  const chosen = Object.entries(query.wanted).flatMap(([property, values]) => values.map(value => ({ property, value })));
  const take = (property: string, value: string) => desk.show(toggled(query, property, value), false);
  const favourites = query.wanted['favourite'] !== undefined;
  return (
    <div class="filter-bar">
      <button type="button" class="favourite-filter" aria-pressed={favourites} onClick={() => take('favourite', 'yes')}><Icon name="star" />Favourites</button>
      {usual.map(property => <Values key={property.id} desk={desk} property={property} />)}
      <Values desk={desk} property={{ id: 'state', label: 'State', values: () => [] }} />
      {others.length > 0 && <More desk={desk} properties={others} />}
      {chosen.filter(({ property }) => property !== 'favourite').map(({ property, value }) => {
        const label = property === 'state' ? 'State' : properties.find(({ id }) => id === property)?.label ?? property;
        const words = property === 'state' ? nameOfState(value) : value;
        return (
          <button key={`${property}=${value}`} type="button" class="chip" aria-label={`Without ${label}: ${words}`} onClick={() => take(property, value)}>
            <span><span class="muted">{label}</span> {words}</span><Icon name="close" />
          </button>
        );
      })}
      {chosen.length > 1 && <button type="button" class="bare small" onClick={() => desk.show({ ...query, wanted: {} }, false)}>Clear</button>}
    </div>
  );
}

function Values({ desk, property }: { desk: DevicesDesk; property: Property }) {
  return <Popover label={property.label}>{() => <ValueList desk={desk} property={property} />}</Popover>;
}

/** The properties that are not often asked for, one after the other in the same box. */
function More({ desk, properties }: { desk: DevicesDesk; properties: Property[] }) {
  const picked = useSignal<string | null>(null);
  const property = properties.find(({ id }) => id === picked.value);
  return (
    <Popover label="More">
      {() => property
        ? <><button type="button" class="back" onClick={() => (picked.value = null)}><Icon name="left" />{property.label}</button><ValueList desk={desk} property={property} /></>
        : <div class="choices">{properties.map(({ id, label }) => <button key={id} type="button" onClick={() => (picked.value = id)}>{label}<Icon name="right" /></button>)}</div>}
    </Popover>
  );
}

function ValueList({ desk, property: { id, label } }: { desk: DevicesDesk; property: Property }) {
  const part = useSignal('');
  const facets = desk.store.catalogue.value?.facets(id, desk.live.value) ?? [];
  const wanted = desk.query.value.wanted[id] ?? [];
  const name = (facet: Facet) => id === 'state' ? nameOfState(facet.value) : facet.value;
  const matching = facets.filter(facet => name(facet).toLowerCase().includes(part.value.trim().toLowerCase()));
  return (
    <>
      {facets.length > worthSearching && (
        <input type="search" aria-label={`Search ${label}`} placeholder={`Search ${label.toLowerCase()}`} value={part} autocomplete="off" spellcheck={false} onInput={event => (part.value = event.currentTarget.value)} />
      )}
      <div class="choices" role="group" aria-label={label}>
        {matching.slice(0, mostShown).map(facet => (
          <label key={facet.value}>
            <input type="checkbox" checked={wanted.includes(facet.value)} onChange={() => desk.show(toggled(desk.query.value, id, facet.value), false)} />
            <span>{name(facet)}</span><span class="muted small figure">{facet.count.toLocaleString('en')}</span>
          </label>
        ))}
        {matching.length === 0 && <p class="muted small">Nothing matches.</p>}
        {matching.length > mostShown && <p class="muted small">{(matching.length - mostShown).toLocaleString('en')} more: search for them.</p>}
      </div>
    </>
  );
}

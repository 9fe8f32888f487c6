import { useMemo } from 'preact/hooks';
import { addressOf, type DevicesDesk } from '../devices/devicesDesk';
import { everyDevice } from '../devices/deviceFilter';
import { nameOfState, stateOf, worstOf, type StateWord } from '../devices/states';
import type { Bounds } from './camera';
import { placesOf } from './places';
import { Plane } from './plane';
import { World } from './world';

// The poles are cut off, as on every such map; nearer than this the map has no more to say.
const bounds: Bounds = { left: 0, top: 0.08, right: 1, bottom: 0.8, nearest: 256 * 2 ** 15 };

/** The devices on a map of the world. */
export function MapView({ desk }: { desk: DevicesDesk }) {
  const rows = desk.found.value;
  const sites = desk.store.catalogue.value?.list.sites;
  const places = useMemo(() => placesOf(rows ?? [], sites ?? []), [rows, sites]);
  const nowhere = (rows?.length ?? 0) - places.length;
  return (
    <>
      <Plane desk={desk} label="Map of the devices" places={places} bounds={bounds} paint={repaint => {
        const world = new World(repaint);
        return (context, camera, size, ratio) => world.paint(context, camera, size, ratio);
      }} />
      {nowhere > 0 && <p class="muted small">{nowhere === 1 ? '1 device is' : `${nowhere.toLocaleString('en')} devices are`} on no map: the inventory does not say where. <a href={addressOf({ ...desk.query.value, view: 'list' })}>Show the list</a></p>}
      <SiteList desk={desk} />
    </>
  );
}

/** The same without a map. */
function SiteList({ desk }: { desk: DevicesDesk }) {
  const { states } = desk.live.value;
  const sites = new Map<string, StateWord[]>();
  for (const row of desk.found.value ?? []) {
    const { word } = stateOf(row, states);
    if (row.site !== '' && sites.get(row.site)?.push(word) === undefined) sites.set(row.site, [word]);
  }
  if (sites.size === 0) return null;
  const collator = new Intl.Collator('en', { numeric: true });
  return (
    <details class="site-list">
      <summary>Sites as a list ({sites.size.toLocaleString('en')})</summary>
      <ul>
        {[...sites].sort(([a], [b]) => collator.compare(a, b)).map(([site, words]) => {
          const state = worstOf(words);
          return (
            <li key={site}>
              <a href={addressOf({ ...everyDevice, view: 'site', wanted: { site: [site] } })}><span class={`dot ${state}`} role="img" aria-label={nameOfState(state)} />{site}</a>
              <span class="muted small figure">{words.length.toLocaleString('en')}</span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

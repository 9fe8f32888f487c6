import { useEffect, useMemo } from 'preact/hooks';
import { ConnectDialog } from '../connect/connectDialog';
import { MapView } from '../map/mapView';
import { SiteView } from '../map/siteView';
import { Icon } from '../ui/icons';
import { NotThere } from '../ui/notThere';
import { Foot, Top } from '../ui/top';
import { addressOf, DevicesDesk } from './devicesDesk';
import type { DeviceQuery, View } from './deviceFilter';
import { DeviceSearch } from './deviceSearch';
import { DeviceList } from './deviceList';

/** `/devices`: everything that one may connect to, as a list, on the map, or site by site. */
export function DevicesPage() {
  const desk = useMemo(() => new DevicesDesk(), []);
  useEffect(() => () => desk.dispose(), [desk]);
  const asked = desk.asked.value;
  return (
    <>
      <Top />
      <main class="wide-page">
        <section aria-labelledby="devices">
          <header class="section head">
            <h1 id="devices">Devices</h1>
            <Count desk={desk} />
          </header>
          <Views desk={desk} />
          <DeviceSearch desk={desk} />
          <Body desk={desk} />
        </section>
      </main>
      <Foot />
      {asked && <ConnectDialog key={asked.name} row={asked} opened={() => desk.shelf.opened(asked.name)} close={() => (desk.asked.value = null)} />}
    </>
  );
}

function Count({ desk }: { desk: DevicesDesk }) {
  const all = desk.store.catalogue.value?.rows.length;
  const found = desk.found.value?.length;
  if (all === undefined || found === undefined) return null;
  const figure = (count: number) => count.toLocaleString('en');
  return <span class="muted small figure" role="status">{found === all ? figure(all) : `${figure(found)} of ${figure(all)}`}</span>;
}

function Views({ desk }: { desk: DevicesDesk }) {
  const query = desk.query.value;
  const sites = query.wanted['site'] ?? [];
  const views: [View, string][] = [['list', 'List'], ['map', 'Map']];
  if (sites.length === 1 || query.view === 'site') views.push(['site', sites.join(', ')]);
  const follow = (event: MouseEvent, wanted: DeviceQuery) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.show(wanted, true);
  };
  return (
    <nav class="tabs" aria-label="Views">
      {views.map(([view, label]) => {
        const wanted = { ...query, view };
        return <a key={view} href={addressOf(wanted)} aria-current={query.view === view ? 'page' : undefined} onClick={event => follow(event, wanted)}>{view !== 'site' && <Icon name={view} />}{label}</a>;
      })}
    </nav>
  );
}

function Body({ desk }: { desk: DevicesDesk }) {
  const { catalogue, fault } = desk.store;
  return (
    <>
      {fault.value !== null && <NotThere words={fault.value} retry={() => void desk.store.load()} />}
      {catalogue.value === null
        ? fault.value === null && <div class="ghost-table" aria-busy="true" />
        : catalogue.value.rows.length === 0
          ? <p class="empty">There is no device that you may open. Whoever looks after the gateway puts them into its inventory, and says in its policy who may open which.</p>
          : desk.query.value.view === 'list' ? <DeviceList desk={desk} />
            : desk.query.value.view === 'map' ? <MapView desk={desk} /> : <SiteView desk={desk} />}
    </>
  );
}

import { everyDevice } from '../devices/deviceFilter';
import type { DevicesDesk } from '../devices/devicesDesk';
import { nameOfState } from '../devices/states';
import type { DeviceRow } from '../protocol';
import type { MenuItem } from '../ui/contextMenu';
import type { Bounds } from './camera';
import type { Cluster } from './clusters';
import { meaningOf } from './places';
import type { Stage } from './stage';

const mostNamed = 8;
const mostSites = 24;

/** What can be done with a marker. */
export function menuOf(desk: DevicesDesk, stage: Stage, bounds: Bounds, cluster: Cluster<DeviceRow>): MenuItem[] {
  const rows = cluster.items;
  const meaning = meaningOf(rows, desk.live.value.states, desk.query.value.view === 'site');
  const sites = [...new Set(rows.map(row => row.site))].filter(site => site !== '');
  const site = sites.length === 1 && desk.query.value.view !== 'site' ? sites[0] : undefined;
  const [first] = rows;
  const items: MenuItem[] = [];
  if (meaning.kind === 'device' && first) {
    items.push({ heading: first.name, about: nameOfState(meaning.state) }, { label: 'Connect', act: () => desk.connect(first) }, { label: 'Connect…', act: () => (desk.asked.value = first) }, 'line',
      { label: 'Show in list', act: () => desk.show({ ...desk.query.value, view: 'list', text: first.name }, true) });
  } else {
    items.push({ heading: meaning.kind === 'site' ? meaning.name : `${meaning.name} devices`, about: meaning.down > 0 ? `${meaning.down.toLocaleString('en')} down` : nameOfState(meaning.state) });
    if (rows.length <= mostNamed) items.push(...rows.map(row => ({ label: `Connect to ${row.name}`, act: () => desk.connect(row) })), 'line');
    if (canComeNearer(stage, bounds, cluster)) items.push({ label: 'Come nearer', act: () => stage.approach(cluster.places) });
    items.push({ label: 'Show in list', enabled: sites.length > 0 && sites.length <= mostSites, act: () => desk.show({ ...desk.query.value, view: 'list', wanted: { ...desk.query.value.wanted, site: sites } }, true) });
  }
  if (site !== undefined) items.push({ label: `Open site ${site}`, act: () => openSite(desk, site) });
  return items;
}

/** What a double click does: a site's own view, the form of a device, or a closer look. */
export function openCluster(desk: DevicesDesk, stage: Stage, cluster: Cluster<DeviceRow>): void {
  const { kind, name } = meaningOf(cluster.items, desk.live.value.states, desk.query.value.view === 'site');
  if (kind === 'device') desk.asked.value = cluster.items[0] ?? null;
  else if (kind === 'site') openSite(desk, name);
  else stage.approach(cluster.places);
}

/** Whether its devices stand apart, and there is a way to come nearer. */
export function canComeNearer(stage: Stage, bounds: Bounds, cluster: Cluster<DeviceRow>): boolean {
  return cluster.items.length > 1 && stage.camera.scale < bounds.nearest * 0.99 && new Set(cluster.places.map(({ x, y }) => `${x} ${y}`)).size > 1;
}

export function openSite(desk: DevicesDesk, site: string): void {
  desk.show({ ...everyDevice, view: 'site', wanted: { site: [site] } }, true);
}

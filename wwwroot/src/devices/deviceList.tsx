import { useEffect } from 'preact/hooks';
import { oneClickAddress } from '../connect/connect';
import { listen } from '../disposable';
import type { DeviceRow } from '../protocol';
import { DeviceIcon } from './deviceIcon';
import { everyDevice, type DeviceOrder } from './deviceFilter';
import { StateDot } from './deviceLine';
import type { DevicesDesk } from './devicesDesk';
import { DeviceTable } from './deviceTable';
import { stateOf } from './states';

const mostQuick = 10;
const page = 10;

/** The list, its keys, and what was put aside. */
export function DeviceList({ desk }: { desk: DevicesDesk }) {
  const rows = desk.found.value ?? [];
  const { query, active } = desk;
  useEffect(() => {
    const listening = listen<KeyboardEvent>(document, 'keydown', event => walk(desk, event));
    return () => listening.dispose();
  }, [desk]);
  useEffect(() => { if (active.value >= rows.length) active.value = rows.length - 1; }, [rows]);
  const { text, wanted } = query.value;
  return (
    <>
      {text === '' && Object.keys(wanted).length === 0 && <Quick desk={desk} />}
      <SortChoice desk={desk} />
      {rows.length === 0
        ? <p class="empty nothing">No device matches. <button type="button" onClick={() => desk.show({ ...everyDevice, order: query.value.order }, false)}>Show all</button></p>
        : <DeviceTable desk={desk} rows={rows} active={active} />}
    </>
  );
}

/** Where no columns are to click on. */
function SortChoice({ desk }: { desk: DevicesDesk }) {
  const { query } = desk;
  const { order } = query.value;
  const value = order ? `${order.direction === -1 ? '-' : ''}${order.column}` : '';
  const set = (chosen: string) => {
    const wanted: DeviceOrder | null = chosen === '' ? null : { column: chosen.replace(/^-/, ''), direction: chosen.startsWith('-') ? -1 : 1 };
    desk.show({ ...query.value, order: wanted }, false);
  };
  const columns = [['name', 'Name'], ['state', 'State'], ...(desk.store.catalogue.value?.properties ?? []).map(({ id, label }) => [id, label])] as [string, string][];
  return (
    <label class="sort"><span class="muted small">Sort by</span>
      <select value={value} onChange={event => set(event.currentTarget.value)}>
        <option value="">Inventory</option>
        {columns.flatMap(([id, label]) => [<option key={id} value={id}>{label}</option>, <option key={`-${id}`} value={`-${id}`}>{label}, downwards</option>])}
      </select>
    </label>
  );
}

/** Favourites and what was opened last, one click away. */
function Quick({ desk }: { desk: DevicesDesk }) {
  const catalogue = desk.store.catalogue.value;
  const { favourites, recent } = desk.shelf;
  const names = [...new Set([...favourites.value, ...recent.value])];
  const rows = names.map(name => catalogue?.byName.get(name)).filter(row => row !== undefined).slice(0, mostQuick);
  if (rows.length === 0) return null;
  return <nav class="quick" aria-label="Favourites and recent devices">{rows.map(row => <QuickLink key={row.name} desk={desk} row={row} />)}</nav>;
}

function QuickLink({ desk, row }: { desk: DevicesDesk; row: DeviceRow }) {
  const link = oneClickAddress(row);
  const face = <><StateDot state={stateOf(row, desk.live.value.states)} /><DeviceIcon name={row.icon} />{row.name}</>;
  return link === null
    ? <button type="button" onClick={() => (desk.asked.value = row)}>{face}</button>
    : <a class="button" href={link} target="_blank" rel="noopener" title={`Connect to ${row.name}`} onClick={() => desk.shelf.opened(row.name)}>{face}</a>;
}

// From the search box and from the list alike; elsewhere these keys belong to what has the focus.
function walk(desk: DevicesDesk, event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const searching = target.id === 'device-search';
  if (!searching && !target.closest('.device-grid .body')) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const rows = desk.found.value ?? [];
  const at = desk.active.value;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page }[event.key];
  if (to !== undefined) desk.active.value = Math.max(searching ? -1 : 0, Math.min(to, rows.length - 1));
  else if (event.key === 'Enter' && (searching || event.shiftKey)) {
    const row = rows[at];
    if (!row) return;
    if (event.shiftKey) desk.asked.value = row;
    else desk.connect(row);
  } else return;
  event.preventDefault();
}

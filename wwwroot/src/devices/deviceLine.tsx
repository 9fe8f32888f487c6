import { connectPath, defaultChoice } from '../connect/choice';
import { oneClickAddress } from '../connect/connect';
import { address } from '../page';
import type { DeviceRow } from '../protocol';
import { Icon } from '../ui/icons';
import { clock } from '../ui/times';
import type { Property } from './columns';
import { DeviceIcon } from './deviceIcon';
import type { DevicesDesk } from './devicesDesk';
import { stateInWords, stateOf, type DeviceState } from './states';

interface Props {
  desk: DevicesDesk;
  row: DeviceRow;
  columns: readonly Property[];
  /** Its place among all that were found, from 0. */
  at: number;
  id: string;
  active: boolean;
  /** Whether the Tab key stops at its controls. */
  reachable: boolean;
  top: number;
}

/** A device in the list. */
export function DeviceLine({ desk, row, columns, at, id, active, reachable, top }: Props) {
  const state = stateOf(row, desk.live.value.states);
  const starred = desk.shelf.favourites.value.has(row.name);
  const tab = reachable ? 0 : -1;
  const form = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.asked.value = row;
  };
  return (
    <div role="row" id={id} class={`device ${active ? 'active' : ''}`} aria-rowindex={at + 2} aria-selected={active} data-at={at} style={{ top: `${top}px` }}>
      <span role="gridcell" class="star">
        <button type="button" class="bare" tabIndex={tab} aria-pressed={starred} aria-label={`Favourite: ${row.name}`} title="Favourite" onClick={() => desk.shelf.star(row.name)}><Icon name="star" /></button>
      </span>
      <span role="gridcell" class="name">
        <StateDot state={state} />
        <DeviceIcon name={row.icon} />
        <a href={address(connectPath(row, defaultChoice(row), false))} tabIndex={tab} title={row.name} onClick={form}>{row.name}</a>
        <span class="more muted small">{[row.description || [row.vendor, row.model].join(' ').trim(), row.site].filter(text => text !== '').join(' · ')}</span>
      </span>
      {columns.map(({ id: column, values }) => {
        const text = values(row).join(', ');
        return <span role="gridcell" key={column} class="cell" title={text}>{text}</span>;
      })}
      <span role="gridcell" class="does"><ConnectButtons desk={desk} row={row} tab={tab} /></span>
    </div>
  );
}

/** One click for the usual, and an arrow to the form. */
export function ConnectButtons({ desk, row, tab }: { desk: DevicesDesk; row: DeviceRow; tab: number }) {
  const link = oneClickAddress(row);
  const ask = () => (desk.asked.value = row);
  return (
    <span class="pair">
      {link === null
        ? <button type="button" tabIndex={tab} class="connect" aria-label={`Connect to ${row.name}…`} onClick={ask}>Connect…</button>
        : <a class="button connect" tabIndex={tab} href={link} target="_blank" rel="noopener" aria-label={`Connect to ${row.name}`} onClick={() => desk.shelf.opened(row.name)}>Connect</a>}
      <button type="button" tabIndex={tab} class="how" aria-label={`How to connect to ${row.name}`} title="How to connect" onClick={ask}><Icon name="down" /></button>
    </span>
  );
}

export function StateDot({ state }: { state: DeviceState }) {
  const words = stateInWords(state, iso => clock(iso, Date.now()));
  return <span class={`dot ${state.word}`} role="img" aria-label={words} title={words} />;
}

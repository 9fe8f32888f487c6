import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DeviceRow } from '../protocol';
import { Icon } from '../ui/icons';
import { useMedia } from '../ui/useMedia';
import { columnsOf, type Property } from './columns';
import { turned } from './deviceFilter';
import { DeviceLine } from './deviceLine';
import type { DevicesDesk } from './devicesDesk';
import { useWindow } from './useWindow';

export const narrow = '(max-width: 760px)';
const lineHeight = 42;
const cardHeight = 66;
const headHeight = 34;

interface Props {
  desk: DevicesDesk;
  rows: readonly DeviceRow[];
  /** The row that the keyboard is on; -1 for none. */
  active: Signal<number>;
}

/** The devices as a table of which only what is on the screen is there. */
export function DeviceTable({ desk, rows, active }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const phone = useMedia(narrow);
  const height = phone ? cardHeight : lineHeight;
  const columns = phone ? [] : columnsOf(desk.store.catalogue.value?.properties ?? [], desk.shelf.columns.value);
  const [first, after] = useWindow(body, rows.length, height);
  const focused = useSignal(false);
  const at = active.value;
  // Whoever comes with the Tab key finds the first one.
  const reachable = at >= 0 ? at : first;
  useEffect(() => {
    if (at < 0) return;
    const box = body.current?.getBoundingClientRect();
    if (!box) return;
    const top = box.top + at * height;
    const least = phone ? 8 : headHeight + 8;
    if (top < least) scrollBy({ top: top - least });
    else if (top + height > innerHeight - 8) scrollBy({ top: top + height - innerHeight + 8 });
    if (focused.value) requestAnimationFrame(() => follow(body.current, at));
  }, [at]);
  const shown: number[] = [];
  for (let place = first; place < after; place++) shown.push(place);
  if (at >= 0 && at < rows.length && (at < first || at >= after)) shown.push(at);
  return (
    <div id="device-grid" role="grid" aria-label="Devices" aria-rowcount={rows.length + 1} aria-colcount={columns.length + 3} class="device-grid" style={{ '--cols': template(columns) }}>
      {!phone && <Head desk={desk} columns={columns} />}
      <div ref={body} role="rowgroup" class="body" style={{ height: `${rows.length * height}px` }}
        onFocusIn={event => {
          focused.value = true;
          const line = (event.target as HTMLElement).closest<HTMLElement>('[data-at]');
          if (line) active.value = Number(line.dataset['at']);
        }}
        onFocusOut={() => (focused.value = false)}>
        {shown.map(place => (
          <DeviceLine key={rows[place]!.name} desk={desk} row={rows[place]!} columns={columns} at={place} id={`device-${place}`} active={place === at} reachable={place === reachable} top={place * height} />
        ))}
      </div>
    </div>
  );
}

function Head({ desk, columns }: { desk: DevicesDesk; columns: readonly Property[] }) {
  const { query } = desk;
  const { order } = query.value;
  const head = (id: string, label: string) => (
    <span role="columnheader" key={id} aria-sort={order?.column === id ? (order.direction === 1 ? 'ascending' : 'descending') : undefined}>
      <button type="button" class="bare" onClick={() => desk.show({ ...query.value, order: turned(order, id) }, false)}>
        {label}{order?.column === id && <Icon name={order.direction === 1 ? 'up' : 'down'} />}
      </button>
    </span>
  );
  return (
    <div role="rowgroup" class="head-group">
      <div role="row" class="device head-line" aria-rowindex={1}>
        <span role="columnheader"><span class="offscreen">Favourite</span></span>
        <span role="columnheader" class="name-head" aria-sort={order?.column === 'name' ? (order.direction === 1 ? 'ascending' : 'descending') : undefined}>
          <button type="button" class="bare" title="Sort by state" aria-label="Sort by state" onClick={() => desk.show({ ...query.value, order: turned(order, 'state') }, false)}>
            {order?.column === 'state' ? <Icon name={order.direction === 1 ? 'up' : 'down'} /> : <span class="dot" />}
          </button>
          <button type="button" class="bare" onClick={() => desk.show({ ...query.value, order: turned(order, 'name') }, false)}>
            Name{order?.column === 'name' && <Icon name={order.direction === 1 ? 'up' : 'down'} />}
          </button>
        </span>
        {columns.map(({ id, label }) => head(id, label))}
        <span role="columnheader"><span class="offscreen">Connect</span></span>
      </div>
    </div>
  );
}

function template(columns: readonly Property[]): string {
  return ['34px', 'minmax(185px, 1.9fr)', ...columns.map(({ id }) => id === 'description' ? 'minmax(90px, 2fr)' : 'minmax(60px, 1fr)'), '128px'].join(' ');
}

// The focus goes on to the same control of the next line.
function follow(body: HTMLElement | null, at: number): void {
  const here = document.activeElement as HTMLElement | null;
  const line = here?.closest<HTMLElement>('[data-at]');
  if (!here || !line || Number(line.dataset['at']) === at) return;
  const place = [...line.querySelectorAll('a, button')].indexOf(here);
  body?.querySelector(`[data-at="${at}"]`)?.querySelectorAll<HTMLElement>('a, button')[place]?.focus({ preventScroll: true });
}

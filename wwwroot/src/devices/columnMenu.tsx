import { Icon } from '../ui/icons';
import { Popover } from '../ui/popover';
import { columnsOf } from './columns';
import type { DevicesDesk } from './devicesDesk';

/** Which columns are shown. */
export function ColumnMenu({ desk }: { desk: DevicesDesk }) {
  const properties = desk.store.catalogue.value?.properties ?? [];
  const shown = columnsOf(properties, desk.shelf.columns.value).map(({ id }) => id);
  const toggle = (id: string) => desk.shelf.chooseColumns(shown.includes(id) ? shown.filter(other => other !== id) : [...shown, id]);
  return (
    <Popover class="columns" label={<><Icon name="settings" />Columns</>}>
      {() => (
        <>
          <div class="choices" role="group" aria-label="Columns">
            {properties.map(({ id, label }) => (
              <label key={id}><input type="checkbox" checked={shown.includes(id)} onChange={() => toggle(id)} /><span>{label}</span></label>
            ))}
          </div>
          {desk.shelf.columns.value !== null && <button type="button" class="bare small" onClick={() => desk.shelf.chooseColumns(null)}>As usual</button>}
        </>
      )}
    </Popover>
  );
}

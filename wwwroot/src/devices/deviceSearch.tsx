import { useEffect, useRef } from 'preact/hooks';
import { listen } from '../disposable';
import { Icon } from '../ui/icons';
import { ColumnMenu } from './columnMenu';
import type { DevicesDesk } from './devicesDesk';
import { FilterBar } from './filterBar';

/** The search, which finds as one types, and the filters. */
export function DeviceSearch({ desk }: { desk: DevicesDesk }) {
  const box = useRef<HTMLInputElement>(null);
  const query = desk.query.value;
  useEffect(() => {
    const listening = listen<KeyboardEvent>(document, 'keydown', event => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest('input, select, textarea, dialog')) return;
      event.preventDefault();
      box.current?.select();
      box.current?.focus();
    });
    return () => listening.dispose();
  }, []);
  const list = query.view === 'list';
  return (
    <div class="device-search" role="search">
      <div class="first">
        <label class="search-box"><Icon name="search" />
          <input ref={box} id="device-search" type="text" inputMode="search" enterKeyHint="go" aria-label="Search the devices" placeholder="Search the devices" value={query.text} autocomplete="off" autocapitalize="none" spellcheck={false} maxLength={200}
            aria-keyshortcuts="/" aria-describedby={list ? 'device-keys' : undefined}
            role={list ? 'combobox' : undefined} aria-expanded={list ? true : undefined} aria-controls={list ? 'device-grid' : undefined} aria-haspopup={list ? 'grid' : undefined}
            aria-activedescendant={list && desk.active.value >= 0 ? `device-${desk.active.value}` : undefined}
            onKeyDown={event => { if (event.key === 'Escape' && query.text !== '') { desk.show({ ...query, text: '' }, false); desk.active.value = -1; } }}
            onInput={event => {
              const text = event.currentTarget.value;
              desk.show({ ...query, text }, false);
              desk.active.value = text.trim() === '' ? -1 : 0;
            }} />
          <kbd aria-hidden="true">/</kbd>
        </label>
        {list && <ColumnMenu desk={desk} />}
      </div>
      {list && <p id="device-keys" class="offscreen">The arrow keys choose a device, Enter connects to it, Shift and Enter asks how.</p>}
      <FilterBar desk={desk} />
    </div>
  );
}

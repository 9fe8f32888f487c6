import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Shelf } from '../devices/shelf';
import { DeviceIcon } from '../devices/deviceIcon';
import { address } from '../page';
import { useFetched } from '../people/useFetched';
import type { DeviceRow } from '../protocol';
import { NotThere } from '../ui/notThere';
import { Foot, Top } from '../ui/top';
import { choiceIn } from './choice';
import { openSession } from './connect';
import { ConnectForm } from './connectForm';

/** `/connect/<device>`: the form to connect, as a page of its own. */
export function ConnectPage({ device }: { device: string }) {
  const fetched = useFetched<DeviceRow>(`api/devices/${encodeURIComponent(device)}`);
  const row = fetched.latest.value;
  return (
    <>
      <Top />
      <main>
        <section aria-labelledby="connect" class="connect-page">
          <h1 id="connect">{row ? `Connect to ${row.name}` : 'Connect'}</h1>
          {row ? <Form row={row} /> : fetched.hidden.value ? <Missing device={device} />
            : fetched.fault.value !== null ? <NotThere words={fetched.fault.value} retry={() => void fetched.load()} /> : <div class="ghost-form" aria-busy="true" />}
        </section>
      </main>
      <Foot />
    </>
  );
}

function Form({ row }: { row: DeviceRow }) {
  const choice = useSignal(choiceIn(row, location.search));
  const shelf = useMemo(() => new Shelf(), []);
  return (
    <>
      {row.description !== '' && <p class="muted about"><DeviceIcon name={row.icon} />{row.description}</p>}
      <div class="connect-box">
        <ConnectForm row={row} choice={choice} cancel={null} connect={(wanted, password) => {
          shelf.opened(row.name);
          return openSession(row, wanted, password);
        }} />
      </div>
    </>
  );
}

function Missing({ device }: { device: string }) {
  return (
    <>
      <p class="muted">There is no device “{device}” that you may open. It was removed from the inventory, or is for others.</p>
      <p class="go"><a class="button" href={address('devices')}>Go to the devices</a></p>
    </>
  );
}

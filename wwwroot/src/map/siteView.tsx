import { useMemo } from 'preact/hooks';
import type { DevicesDesk } from '../devices/devicesDesk';
import type { Bounds } from './camera';
import { planOf } from './places';
import { Plane } from './plane';
import type { Paint } from './stage';

const spacing = 28;

/** One site, drawn from where its devices stand in it. */
export function SiteView({ desk }: { desk: DevicesDesk }) {
  const rows = desk.found.value;
  const [name] = desk.query.value.wanted['site'] ?? [];
  const about = desk.store.catalogue.value?.list.sites.find(site => site.name === name)?.description ?? '';
  const plan = useMemo(() => planOf(rows ?? []), [rows]);
  const bounds = useMemo((): Bounds => ({ left: 0, top: 0, right: 1, bottom: plan.height, nearest: 20_000 }), [plan]);
  if (!rows || rows.length === 0) return <p class="empty">No device of this site matches.</p>;
  return (
    <>
      {about !== '' && <p class="muted">{about}</p>}
      <Plane key={name} desk={desk} label={`Devices at ${name}`} places={plan.places} bounds={bounds} paint={() => paintDots} />
    </>
  );
}

// Squared paper, so that a move can be seen where there is nothing else.
const paintDots: Paint = (context, camera, { width, height }, ratio) => {
  const step = spacing / 2 ** Math.round(Math.log2(1000 / camera.scale)) * camera.scale / 1000;
  const left = (width / 2 - camera.x * camera.scale) % step;
  const top = (height / 2 - camera.y * camera.scale) % step;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = getComputedStyle(context.canvas).outlineColor;
  for (let x = left; x < width; x += step) for (let y = top; y < height; y += step) context.fillRect(x, y, 1.5, 1.5);
};

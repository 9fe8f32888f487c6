import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { DevicesDesk } from '../devices/devicesDesk';
import type { DeviceRow } from '../protocol';
import { ContextMenu } from '../ui/contextMenu';
import { Icon } from '../ui/icons';
import { toScreen, type Bounds } from './camera';
import { clustered, type Cluster, type Placed } from './clusters';
import { Marker } from './marker';
import { canComeNearer, menuOf, openCluster } from './markerMenu';
import type { Point } from './mercator';
import { meaningOf } from './places';
import { Stage, type Paint } from './stage';

const radius = 46;
const beyond = 0.4;
const step = 90;

interface Props {
  desk: DevicesDesk;
  label: string;
  places: readonly Placed<DeviceRow>[];
  bounds: Bounds;
  paint: (repaint: () => void) => Paint;
}

type Asked = { cluster: Cluster<DeviceRow>; x: number; y: number };

/** Devices on a plane, which hand, wheel, fingers and keys move; what is close together is one marker. */
export function Plane({ desk, label, places, bounds, paint }: Props) {
  const surface = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const asked = useSignal<Asked | null>(null);
  const stage = useMemo(() => {
    const made: Stage = new Stage(bounds, paint(() => made.repaint()));
    return made;
  }, []);
  const camera = stage.settled.value;
  const size = stage.size.value;
  // In half steps of the size, so that what is together stays together while one comes a little nearer.
  const level = 2 ** (Math.floor(Math.log2(camera.scale) * 2) / 2);
  const clusters = useMemo(() => clustered(places, radius / level, row => row.name), [places, level]);
  const shown = clusters.map(cluster => ({ cluster, at: toScreen(camera, size, cluster) }))
    .filter(({ at: { x, y } }) => x > -size.width * beyond && y > -size.height * beyond && x < size.width * (1 + beyond) && y < size.height * (1 + beyond));
  const open = (cluster: Cluster<DeviceRow>, x: number, y: number) => (asked.value = { cluster, x, y });
  const find = (target: HTMLElement) => shown.find(({ cluster }) => cluster.key === target.closest<HTMLElement>('[data-key]')?.dataset['key'])?.cluster;
  const latest = useRef(find);
  latest.current = find;

  useLayoutEffect(() => {
    if (!surface.current || !canvas.current || !layer.current) return;
    stage.attach(surface.current, canvas.current, layer.current, (target, { x, y }) => {
      const cluster = latest.current(target);
      if (cluster) open(cluster, x, y);
    });
    return () => stage.dispose();
  }, [stage]);
  useLayoutEffect(() => stage.fit(places, bounds), [places, bounds]);
  useLayoutEffect(() => stage.made(camera), [camera]);
  useEffect(() => stage.repaint(), [places]);

  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const pan = ({ ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] } as Record<string, [number, number]>)[event.key];
    if (pan) {
      stage.pan(...pan);
      stage.settle();
    } else if (event.key === '+' || event.key === '=') stage.zoom(1.6);
    else if (event.key === '-') stage.zoom(1 / 1.6);
    else if (event.key === '0') stage.reset();
    else return;
    event.preventDefault();
  };
  const doubled = (event: MouseEvent) => {
    const cluster = find(event.target as HTMLElement);
    if (cluster) return openCluster(desk, stage, cluster);
    const box = surface.current?.getBoundingClientRect();
    if (box && (event.target as HTMLElement).closest('.plane-tools') === null) stage.zoom(2, { x: event.clientX - box.left, y: event.clientY - box.top });
  };
  return (
    <div class="plane-frame">
      <div ref={surface} class="plane" role="group" tabIndex={0} aria-label={label} aria-describedby="plane-keys" onKeyDown={key} onDblClick={doubled}>
        <canvas ref={canvas} aria-hidden="true" />
        <div ref={layer} class="markers">
          {shown.toSorted((a, b) => a.at.y - b.at.y || a.at.x - b.at.x).map(({ cluster, at }) => (
            <Marker key={cluster.key} cluster={cluster} meaning={meaningOf(cluster.items, desk.live.value.states, desk.query.value.view === 'site')} at={at}
              labelled={!isCrowded(at, shown)} nearer={canComeNearer(stage, bounds, cluster)} ask={open} approach={() => openCluster(desk, stage, cluster)} reveal={() => stage.reveal(cluster)} />
          ))}
        </div>
      </div>
      <div class="plane-tools">
        <button type="button" title="Nearer" aria-label="Nearer" onClick={() => stage.zoom(1.8)}>+</button>
        <button type="button" title="Farther" aria-label="Farther" onClick={() => stage.zoom(1 / 1.8)}>−</button>
        <button type="button" title="Everything" aria-label="Everything" onClick={() => stage.reset()}><Icon name="fullScreen" /></button>
      </div>
      <p id="plane-keys" class="offscreen">Arrow keys move it, plus and minus come nearer and go farther, 0 shows everything. The Tab key goes from marker to marker; Enter or the menu key opens a marker’s menu.</p>
      {asked.value && <ContextMenu label={meaningOf(asked.value.cluster.items, desk.live.value.states, desk.query.value.view === 'site').name} x={asked.value.x} y={asked.value.y}
        items={menuOf(desk, stage, bounds, asked.value.cluster)} close={() => (asked.value = null)} />}
    </div>
  );
}

// A name under a marker needs a place that no other marker is in.
function isCrowded(at: Point, all: readonly { at: Point }[]): boolean {
  return all.some(({ at: other }) => other !== at && Math.abs(other.x - at.x) < 62 && other.y > at.y - 4 && other.y - at.y < 40);
}

import { useEffect, useRef } from 'preact/hooks';
import { nameOfState } from '../devices/states';
import { deviceIconPath } from '../devices/deviceIcon';
import { after, type Disposable } from '../disposable';
import type { DeviceRow } from '../protocol';
import type { Cluster } from './clusters';
import type { Point } from './mercator';
import type { Meaning } from './places';

// A second click within this time, in milliseconds, makes it a double one: a menu that came sooner would lie under it.
const secondWithin = 250;

interface Props {
  cluster: Cluster<DeviceRow>;
  meaning: Meaning;
  at: Point;
  /** Whether there is room for its name. */
  labelled: boolean;
  /** Whether coming nearer shows what is in it. */
  nearer: boolean;
  ask: (cluster: Cluster<DeviceRow>, x: number, y: number) => void;
  approach: () => void;
  reveal: () => void;
}

/** A device, a site, or many of them. */
export function Marker({ cluster, meaning, at, labelled, nearer, ask, approach, reveal }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const waiting = useRef<Disposable | null>(null);
  useEffect(() => () => waiting.current?.dispose(), []);
  const { kind, name, state } = meaning;
  const below = () => {
    const box = button.current?.getBoundingClientRect();
    if (box) ask(cluster, box.left + box.width / 2, box.bottom + 2);
  };
  const click = (event: MouseEvent) => {
    // By a key, or by a finger, which has no other button.
    const byKey = event.detail === 0;
    const byFinger = (event as PointerEvent).pointerType === 'touch';
    if (kind === 'group' && nearer && !byKey) approach();
    else if (byKey || byFinger) below();
    else {
      waiting.current?.dispose();
      waiting.current = event.detail === 1 ? after(secondWithin, below) : null;
    }
  };
  return (
    <button ref={button} type="button" class={`marker ${kind} ${state} ${labelled ? '' : 'crowded'}`} data-key={cluster.key} aria-haspopup="menu" aria-label={inWords(cluster.items, meaning)} title={inWords(cluster.items, meaning)}
      style={{ transform: `translate(${at.x}px, ${at.y}px) translate(-50%, -50%)` }}
      onClick={click} onFocus={event => { if (event.currentTarget.matches(':focus-visible')) reveal(); }}
      onContextMenu={event => {
        event.preventDefault();
        if (event.button === 2) ask(cluster, event.clientX, event.clientY);
        else below();
      }}>
      {kind === 'device'
        ? <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={deviceIconPath(cluster.items[0]?.icon ?? '')} /></svg>
        : <span class="figure">{short(cluster.items.length)}</span>}
      {kind !== 'group' && <span class="label">{name}</span>}
    </button>
  );
}

function inWords(rows: readonly DeviceRow[], { kind, name, state, down }: Meaning): string {
  if (kind === 'device') return [name, nameOfState(state), rows[0]?.site].filter(part => part !== undefined && part !== '').join(', ');
  const many = `${rows.length.toLocaleString('en')} devices`;
  return `${kind === 'site' ? `${name}, ${many}` : many}${down > 0 ? `, ${down.toLocaleString('en')} down` : ''}`;
}

function short(count: number): string {
  return count < 1000 ? String(count) : `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`;
}

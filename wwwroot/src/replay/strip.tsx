import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { RecordingMarker } from '../protocol';
import { activityPath } from './activity';
import { markerInWords } from './markers';
import type { ReplayDesk } from './replayDesk';
import { Scrub } from './scrub';
import { timeInWords } from './times';

const mostMarkers = 200;

/** The whole recording at a glance: what was written when, the markers, and where it is now. Click, drag or arrow keys go elsewhere. */
export function Strip({ desk }: { desk: ReplayDesk }) {
  const { player, outline } = desk;
  const hovered = useSignal<number | null>(null);
  const scrub = useMemo(() => new Scrub(at => void player.seek(at)), [player]);
  useEffect(() => () => scrub.dispose(), [scrub]);
  const seconds = Math.max(player.seconds.value, 0.001);
  // Of a live recording it is known a little later than its length.
  const { activity, seconds: measured } = outline.value;
  const path = useMemo(() => activityPath(activity), [activity]);
  const secondAt = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return Math.min(Math.max((event.clientX - left) / Math.max(width, 1), 0), 1) * seconds;
  };
  return (
    <div class="strip"
      role="slider" tabIndex={0} aria-label="Place in the recording" aria-valuemin={0} aria-valuemax={Math.round(seconds)}
      aria-valuenow={Math.round(player.at.value)} aria-valuetext={`${timeInWords(player.at.value)} of ${timeInWords(seconds)}`}
      onPointerDown={event => { if (event.button !== 0) return; event.currentTarget.setPointerCapture(event.pointerId); scrub.begin(secondAt(event)); }}
      onPointerMove={event => { hovered.value = secondAt(event); scrub.move(hovered.value); }}
      onPointerUp={event => scrub.end(secondAt(event))}
      onPointerCancel={() => scrub.dispose()}
      onPointerLeave={() => (hovered.value = null)}>
      <svg class="activity" style={{ width: `${Math.min(measured / seconds, 1) * 100}%` }} viewBox={`0 0 ${Math.max(activity.length, 1)} 100`} preserveAspectRatio="none" aria-hidden="true"><path d={path} /></svg>
      <Played desk={desk} seconds={seconds} />
      {desk.markers.value.slice(0, mostMarkers).map(marker => <Mark key={`${marker.at} ${marker.label}`} marker={marker} seconds={seconds} />)}
      {hovered.value !== null && <span class="hover" style={{ left: `${hovered.value / seconds * 100}%` }}>{timeInWords(hovered.value)}</span>}
    </div>
  );
}

function Played({ desk, seconds }: { desk: ReplayDesk; seconds: number }) {
  return <span class="played" style={{ width: `${Math.min(desk.player.at.value / seconds, 1) * 100}%` }} />;
}

// A click on it is a click on its place in the strip; the list of markers is there for keys.
function Mark({ marker, seconds }: { marker: RecordingMarker; seconds: number }) {
  return <span class={`mark-at ${marker.kind}`} style={{ left: `${Math.min(marker.at / seconds, 1) * 100}%` }} title={`${timeInWords(marker.at)} ${markerInWords(marker)}`} />;
}

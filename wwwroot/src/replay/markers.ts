import type { RecordingMarker } from '../protocol';

/** "Bob joined". The label came out of the recording: it is only ever shown as text. */
export function markerInWords({ kind, label }: RecordingMarker): string {
  switch (kind) {
    case 'joined': return `${label} joined`;
    case 'watching': return `${label} came to watch`;
    case 'left': return `${label} left`;
    case 'cutoff': return label === '' ? 'Cut off' : `Cut off: ${label}`;
    case 'notice': return label;
  }
}

/** The next marker after a second, or (-1) the one before; undefined where there is none. One that was only just passed does not count as before. */
export function markerBeside(markers: readonly RecordingMarker[], at: number, direction: 1 | -1): RecordingMarker | undefined {
  return direction === 1
    ? markers.find(marker => marker.at > at + 0.05)
    : markers.findLast(marker => marker.at < at - 1);
}

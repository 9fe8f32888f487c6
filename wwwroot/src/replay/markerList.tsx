import { Icon } from '../ui/icons';
import { markerInWords } from './markers';
import type { ReplayDesk } from './replayDesk';
import { timeInWords } from './times';

const most = 1000;

/** Who came and went, and what was noticed; each leads to its moment. */
export function MarkerList({ desk }: { desk: ReplayDesk }) {
  const markers = desk.markers.value;
  return (
    <aside class="marker-list" aria-label="Markers">
      <header><h2>Markers</h2><button type="button" class="bare" title="Close" aria-label="Close the list" onClick={() => (desk.panel.value = null)}><Icon name="close" /></button></header>
      <ol>
        {markers.slice(0, most).map(marker => (
          <li key={`${marker.at} ${marker.label}`}>
            <button type="button" class="bare" onClick={() => void desk.player.seek(marker.at)}>
              <span class="muted figure">{timeInWords(marker.at)}</span><span class={`mark-dot ${marker.kind}`} /><span class="label">{markerInWords(marker)}</span>
            </button>
          </li>
        ))}
      </ol>
      {markers.length > most && <p class="small muted">The first {most.toLocaleString('en')} of {markers.length.toLocaleString('en')}.</p>}
    </aside>
  );
}

import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/icons';
import { Controls } from './controls';
import { Downloads } from './downloads';
import { Help } from './help';
import { MarkerList } from './markerList';
import type { ReplayDesk } from './replayDesk';
import { Strip } from './strip';
import { lengthInWords } from './times';

const isMac = /^Mac/.test(navigator.platform);

/** Everything of a replay that is not its screen. */
export function ReplayView({ desk, head }: { desk: ReplayDesk; head: ComponentChildren }) {
  const panel = desk.panel.value;
  return (
    <>
      <header class="replay-head">{head}</header>
      <Over desk={desk} />
      {panel === 'markers' && <MarkerList desk={desk} />}
      <footer class="replay-foot">
        {desk.captions.value && <Caption desk={desk} />}
        <Strip desk={desk} />
        <Controls desk={desk} />
      </footer>
      {panel === 'help' && <Help desk={desk} />}
      {panel === 'download' && <Downloads desk={desk} />}
    </>
  );
}

/** What lies over the screen for a while. */
function Over({ desk }: { desk: ReplayDesk }) {
  const { player } = desk;
  const failure = player.failure.value;
  const skipped = player.skipped.value;
  return (
    <div class="over">
      <div class="over-top">
        {failure !== null ? <Failed desk={desk} failure={failure} /> : player.busy.value && <div class="banner late"><span class="spinner" aria-hidden="true" />Loading…</div>}
        {skipped && player.state.value === 'playing' && <div class="banner said">Pause of {lengthInWords(skipped.seconds)} skipped</div>}
        {desk.said.value !== null && <div class="banner said" role="status">{desk.said.value}</div>}
      </div>
      <div class="over-bottom">
        {desk.hoveredLink.value !== null && <div class="banner link-hint">{desk.hoveredLink.value} <span class="muted">{isMac ? 'Cmd' : 'Ctrl'}-click opens</span></div>}
      </div>
    </div>
  );
}

function Caption({ desk }: { desk: ReplayDesk }) {
  const typed = desk.player.typed.latest.value;
  // Its line stays, or the screen would jump with every key.
  return (
    <p class="caption">{typed && <><Icon name="keyboard" /><span class="muted">{typed.name === '' ? 'Typed' : `${typed.name} typed`}</span><bdi class="mono">{typed.keys}</bdi></>}</p>
  );
}

function Failed({ desk, failure }: { desk: ReplayDesk; failure: unknown }) {
  const { title, words, back } = desk.surroundings.explain(failure);
  return (
    <div class="banner urgent" role="alert">
      <span><b>{title}</b> {words}</span>
      <span class="does">
        <button type="button" onClick={() => void desk.player.seek(desk.player.at.value)}>Try again</button>
        {back !== null && <a class="button" href={back}>All recordings</a>}
      </span>
    </div>
  );
}

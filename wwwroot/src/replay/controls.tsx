import { Icon, type IconName } from '../ui/icons';
import { speeds } from './player';
import type { ReplayDesk } from './replayDesk';
import { timeInWords } from './times';

export function Controls({ desk }: { desk: ReplayDesk }) {
  const { player } = desk;
  const playing = player.state.value === 'playing';
  const hasMarkers = desk.markers.value.length > 0;
  return (
    <div class="controls" role="toolbar" aria-label="Player">
      <button type="button" class="primary play" title={playing ? 'Pause (Space)' : 'Play (Space)'} aria-label={playing ? 'Pause' : 'Play'} onClick={() => player.toggle()}>
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      {hasMarkers && <Tool icon="previous" label="Previous marker" keys="P" run={() => desk.toMarker(-1)} />}
      {hasMarkers && <Tool icon="next" label="Next marker" keys="N" run={() => desk.toMarker(1)} />}
      <Time desk={desk} />
      {player.live.value && (
        <button type="button" class="live-button" aria-pressed={player.following.value} title="Show the newest as it comes (L)" onClick={() => void player.follow()}><span class="dot live" />Live</button>
      )}
      <span class="gap" />
      <label class="speed" title="Speed (− and +)"><span class="offscreen">Speed</span>
        <select value={player.speed.value} onChange={event => (player.speed.value = Number(event.currentTarget.value))}>
          {speeds.map(speed => <option key={speed} value={speed}>{speed}×</option>)}
        </select>
      </label>
      <Tool icon="skip" label="Shorten pauses" keys="S" pressed={player.skipping.value} run={() => desk.toggleSkipping()} />
      <Tool icon="keyboard" label="Show what was typed" keys="T" pressed={desk.captions.value} run={() => desk.toggleCaptions()} />
      {hasMarkers && <Tool icon="list" label="Markers" keys="M" pressed={desk.panel.value === 'markers'} run={() => desk.show('markers')} />}
      {desk.surroundings.momentAddress(0) !== null && <Tool icon="link" label="Copy a link to this moment" keys="C" run={() => void desk.copyMoment()} />}
      {desk.surroundings.downloads.length > 0 && <Tool icon="download" label="Download" run={() => desk.show('download')} />}
      <Tool icon="fullScreen" label="Full screen" keys="F" class="wide" run={() => desk.fullScreen()} />
      <Tool icon="help" label="Keys" keys="?" class="wide" run={() => desk.show('help')} />
    </div>
  );
}

function Time({ desk }: { desk: ReplayDesk }) {
  const { at, seconds } = desk.player;
  const started = Date.parse(desk.outline.value.started);
  const then = new Date(started + at.value * 1000);
  return (
    <span class="time">
      {timeInWords(at.value)} <span class="muted">/ {timeInWords(seconds.value)}</span>
      {!Number.isNaN(started) && <span class="muted wide then" title={`It was ${then.toLocaleString('en-GB')}`}>{then.toLocaleTimeString('en-GB')}</span>}
    </span>
  );
}

interface ToolProps {
  icon: IconName;
  label: string;
  keys?: string;
  class?: string;
  pressed?: boolean;
  run: () => void;
}

function Tool({ icon, label, keys, class: kind = '', pressed, run }: ToolProps) {
  return (
    <button type="button" class={`tool ${kind}`} title={keys === undefined ? label : `${label} (${keys})`} aria-label={label} aria-pressed={pressed} onClick={run}>
      <Icon name={icon} />
    </button>
  );
}

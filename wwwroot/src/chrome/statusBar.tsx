import { amount } from '../bytes';
import type { Attached } from '../protocol';
import { CompanyChip } from '../sharing/companyChip';
import { describe } from '../terminal/state';
import { Icon, type IconName } from '../ui/icons';
import { Place } from '../ui/place';
import { useNow } from '../ui/useNow';
import type { Desk } from './desk';
import { Recorded } from './recorded';

export function StatusBar({ desk }: { desk: Desk }) {
  const { session } = desk;
  const state = session.state.value;
  const { cols, rows } = desk.sizer.size.value;
  const live = state.name === 'live';
  const news = session.company.news.value;
  const node = session.attached.value?.node ?? '';
  return (
    <footer class="status">
      <span class="where" title={`${describe(state)}: ${desk.label}${node === '' ? '' : ` on ${node}`}`}>
        <span class={`dot ${state.name}`} />
        <span class="news" role="status">{news}</span>
        {news === null && (desk.where ? <Place {...desk.where} /> : <span class="place">Shared terminal</span>)}
        {!live && <span class="word">{describe(state)}</span>}
      </span>
      <span class="figures">
        {live && <RoundTrip desk={desk} />}
        {session.attached.value && <Dialed road={session.attached.value.road} member={session.attached.value.member} />}
        <span class="wide" title="Columns × rows">{cols}×{rows}</span>
        <Received desk={desk} />
        {session.attached.value?.oneClient && <span class="wide" title="Nobody else comes in, in no other tab either, and it ends when this tab is gone">one client</span>}
        {session.attached.value?.shared && <span class="wide" title="Whoever opens the same place with the same user, and shares it, comes in here and types">shared with all</span>}
        {session.attached.value && session.attached.value.legacy !== '' && <span class="legacy" title={`Old algorithms: ${session.attached.value.legacy}`}>old ssh</span>}
        {desk.manners.encoding.value !== 'utf-8' && <span class="wide" title="Character set of the device">{desk.manners.encoding.value}</span>}
        {live && desk.manners.echo.value && <span class="wide" title="The page shows what is typed, passwords too; the menu switches it off">echo</span>}
        <Recorded state={session.attached.value?.recording ?? ''} />
        {node !== '' && <span class="wide node" title="The gateway node that runs this terminal">on {node}</span>}
      </span>
      {live && <CompanyChip desk={desk} />}
      <span class="tools" role="toolbar" aria-label="Terminal tools">
        {live && desk.mine.value && !session.attached.value?.oneClient && <Tool icon="share" label="Share" class="wide" run={() => desk.show({ name: 'share' })} />}
        <Tool icon="search" label="Search (Ctrl-Shift-F)" run={() => (desk.searching.value = !desk.searching.value)} />
        <Tool icon="settings" label="Settings" run={() => desk.show({ name: 'settings' })} />
        <Tool icon="fullScreen" label="Full screen" class="wide" run={() => desk.fullScreen()} />
        <Tool icon="more" label="Menu" run={() => desk.show({ name: 'menu', x: innerWidth - 8, y: innerHeight - 36 })} />
        <a class="tool" href={desk.home} title="Your terminals" aria-label="Your terminals"><Icon name="home" /></a>
      </span>
    </footer>
  );
}

/** The road of a device that dials in, and which of a pair one is on; nothing for any other. */
function Dialed({ road, member }: Pick<Attached, 'road' | 'member'>) {
  const words = { 'ssh-tunnel': 'reverse SSH tunnel', websocket: 'WebSocket', direct: member === '' ? null : 'direct', domain: null, jump: null }[road];
  if (words === null) return null;
  return <span class={member === '' ? 'wide road' : 'road'} title="The road by which the gateway reaches this device">{words}{member === '' ? '' : `, ${member}`}</span>;
}

function RoundTrip({ desk }: { desk: Desk }) {
  const time = desk.session.pulse.roundTrip.value;
  if (time === null) return null;
  return <span title="Round trip to the gateway">{time < 10 ? time.toFixed(1) : Math.round(time)} ms</span>;
}

function Received({ desk }: { desk: Desk }) {
  useNow(500);
  return <span class="wide" title="Received from the device">{amount(desk.session.received)}</span>;
}

interface ToolProps {
  icon: IconName;
  label: string;
  class?: string;
  run: () => void;
}

function Tool({ icon, label, class: kind = '', run }: ToolProps) {
  return (
    <button type="button" class={`tool ${kind}`} title={label} aria-label={label} onClick={run}>
      <Icon name={icon} />
    </button>
  );
}

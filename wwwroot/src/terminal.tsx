import './csp';
import './styles/terminal.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { Chrome } from './chrome/chrome';
import { Desk } from './chrome/desk';
import { Keyboard } from './chrome/keyboard';
import { guardLeaving } from './chrome/leaveGuard';
import { Pointer } from './chrome/pointer';
import { TabFace } from './chrome/tabFace';
import { followKeyboard } from './chrome/viewport';
import { showBell } from './chrome/bell';
import { takeHandover } from './connect/handover';
import { keepVisiting } from './hub/visit';
import { address, page } from './page';
import { keepSettings } from './people/keepSettings';
import { goToSignIn } from './people/signInPage';
import { rememberLink } from './recent';
import { readQuery } from './screen/query';
import { Screen } from './screen/screen';
import { SettingsStore } from './screen/settings';
import { Sizer } from './screen/sizer';
import { askAboutAddress } from './terminal/addressQuestion';
import { concealFragment, InvitationMemory } from './terminal/invitationMemory';
import { readLink, withPassword } from './terminal/link';
import { isGone } from './terminal/refusals';
import { Manners } from './terminal/manners';
import { MannersMemory } from './terminal/mannersMemory';
import { filterReplies } from './terminal/replyFilter';
import { Session } from './terminal/session';
import { dropFragment, firstGoal, sharedGoal } from './terminal/firstGoal';
import { TabMemory } from './terminal/tabMemory';
import { ViewerClaim } from './terminal/viewerClaim';

async function start(): Promise<void> {
  const { shared } = page;
  const handed = takeHandover();
  const asked = page.link && withPassword(readLink(page.link, location.search), handed?.password ?? null);
  const element = document.getElementById('terminal');
  const chrome = document.getElementById('chrome');
  if (!(asked || shared) || !element || !chrome) throw new Error('The page lacks its link or its places.');
  const wishes = readQuery(location.search);
  const settings = new SettingsStore(wishes.settings);
  const memory = new TabMemory(!asked ? `shared/${shared}` : asked.device === null ? `${asked.method}/${asked.user}/${asked.port}` : `device/${asked.device}${location.search}`);
  const claim = new ViewerClaim();

  // Measured with a stand-in font the size would be wrong, and programs would print to it.
  const { fontFamily, fontSize } = settings.current.value;
  const font = Promise.all(['400', '700'].map(weight => document.fonts.load(`${weight} ${fontSize}px "${fontFamily || 'monospace'}"`)))
    .catch(() => undefined);
  const [goal] = await Promise.all([shared === null ? firstGoal(memory, claim) : sharedGoal(shared, invitationTo(shared), memory, claim), font]);

  // What our own form opened was chosen there; what is there already is as it was opened.
  const link = asked && goal.kind === 'open' && handed === null ? await askAboutAddress(asked, chrome) : asked;

  element.classList.toggle('fixed', wishes.cols !== null || wishes.rows !== null);
  const screen = new Screen(element, settings, {
    follow: (event, target) => desk.followLink(event, target),
    hover: target => (desk.hoveredLink.value = target),
  });
  const { terminal } = screen;
  const sizer = new Sizer(terminal, element, wishes, { scaled: screen.scaled, size: () => settings.current.peek().fontSize });
  const session = new Session(link, {
    terminal,
    get cols() { return sizer.cols; },
    get rows() { return sizer.rows; },
    resized: (cols, rows) => sizer.resized(cols, rows),
    framed: (cols, rows) => sizer.framed(cols, rows),
    painted: () => sizer.fit(),
    nudge: () => sizer.nudge(),
  }, goal);
  const manners = new Manners(session.attached, new MannersMemory(location.pathname));
  session.encoding = attached => manners.encodingOf(attached);
  const desk = new Desk(session, screen, sizer, settings, page.domain, address(''), manners);
  sizer.changed = (cols, rows) => session.resize(cols, rows);
  filterReplies(terminal, () => session.replaying || !session.company.roster.peek().answers);
  new Keyboard(desk);
  new Pointer(desk);
  new TabFace(desk, wishes.title);
  guardLeaving(desk);
  followKeyboard();
  showBell(desk);
  keepVisiting(() => undefined);
  keepSettings(settings);
  session.signedOut = goal => goToSignIn(goal.kind === 'join' && shared === null ? `${location.href.split('#')[0]}#${goal.watch ? 'watch' : 'terminal'}=${goal.terminal}` : undefined);
  effect(() => {
    void settings.current.value;
    sizer.refit();
  });
  effect(() => {
    const readOnly = session.attached.value?.may === 'watch';
    terminal.options.disableStdin = readOnly;
    sizer.follow(readOnly);
  });
  effect(() => {
    const attached = session.attached.value;
    claim.viewer = attached?.viewer ?? null;
    const state = session.state.value;
    if (state.name === 'refused' && isGone(state.refusal)) memory.forget();
    else if (attached) memory.write({ terminal: attached.id, viewer: attached.viewer, watch: session.watching, ended: state.name === 'ended', share: attached.shared });
    if (link?.device === null && attached && state.name === 'live' && !session.watching) rememberLink({ method: link.method, user: link.user, port: link.port, query: location.search });
    if (attached || state.name === 'refused') dropFragment();
  });

  render(<Chrome desk={desk} />, chrome);
  sizer.fit();
  terminal.focus();
  session.connect();
}

function invitationTo(terminal: string): string | null {
  return new InvitationMemory(terminal).take(location.hash, concealFragment);
}

void start();

import { useLayoutEffect } from 'preact/hooks';
import { DesktopDialog } from '../desktop/desktopDialog';
import { GuestBar } from '../sharing/guestBar';
import { PeopleSheet } from '../sharing/peopleSheet';
import { ShareDialog } from '../sharing/shareDialog';
import type { State } from '../terminal/state';
import { Asking } from './asking';
import { Banners } from './banners';
import { CharacterSets } from './characterSets';
import type { Desk } from './desk';
import { Farewell } from './farewell';
import { KeyBar } from './keyBar';
import { Menu } from './menu';
import { CloseQuestion, LinkQuestion, PasteQuestion } from './questions';
import { PresenceQuestion } from './presence';
import { SharedQuestion } from './sharedQuestion';
import { SearchBar } from './searchBar';
import { SettingsPanel } from './settingsPanel';
import { StatusBar } from './statusBar';

const partings: ReadonlySet<State['name']> = new Set(['ended', 'refused', 'takenover', 'quiet', 'signin', 'sentaway']);

/** Everything on the terminal page that is not the terminal. */
export function Chrome({ desk }: { desk: Desk }) {
  const state = desk.session.state.value;
  return (
    <>
      <Banners desk={desk} />
      {desk.searching.value && <SearchBar desk={desk} />}
      {partings.has(state.name) && <Farewell key={state.name} desk={desk} />}
      {state.name === 'presence' && <PresenceQuestion desk={desk} others={state.others} refusal={state.refusal} />}
      {state.name === 'shared' && <SharedQuestion desk={desk} terminal={state.terminal} owner={state.owner} />}
      {state.name === 'asking' && <Asking desk={desk} who={state.who} />}
      <GuestBar desk={desk} />
      {desk.session.attached.value?.may !== 'watch' && <KeyBar desk={desk} />}
      <StatusBar desk={desk} />
      <Over desk={desk} />
    </>
  );
}

function Over({ desk }: { desk: Desk }) {
  const overlay = desk.overlay.value;
  const clear = overlay === null;
  // Who has no terminal any more has nothing to share, and nobody beside them.
  const moot = (overlay?.name === 'share' || overlay?.name === 'people') && partings.has(desk.session.state.value.name);
  useLayoutEffect(() => {
    if (moot) desk.back();
  }, [moot]);
  useLayoutEffect(() => {
    if (clear) desk.terminal.focus();
  }, [clear]);
  switch (overlay?.name) {
    case 'menu': return <Menu desk={desk} x={overlay.x} y={overlay.y} />;
    case 'settings': return <SettingsPanel desk={desk} />;
    case 'paste': return <PasteQuestion desk={desk} pasted={overlay.pasted} />;
    case 'link': return <LinkQuestion desk={desk} address={overlay.address} />;
    case 'encoding': return <CharacterSets desk={desk} />;
    case 'share': return <ShareDialog desk={desk} />;
    case 'desktop': return <OwnProgram desk={desk} />;
    case 'people': return <PeopleSheet desk={desk} />;
    case 'close': return <CloseQuestion desk={desk} />;
    default: return null;
  }
}

// To where this terminal leads, as its link says it.
function OwnProgram({ desk }: { desk: Desk }) {
  const link = desk.session.link;
  if (!link) return null;
  const { method, user, port, device, use } = link;
  return <DesktopDialog device={device === null ? null : { name: device }} choice={{ protocol: method ?? '', user: user ?? '', use: use ?? '', port: port ?? '' }} close={() => desk.back()} />;
}

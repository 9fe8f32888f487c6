import { Banners } from './banners';
import type { Desk } from './desk';
import { Farewell } from './farewell';
import { KeyBar } from './keyBar';
import { Menu } from './menu';
import { CloseQuestion, LinkQuestion, PasteQuestion } from './questions';
import { SearchBar } from './searchBar';
import { SettingsPanel } from './settingsPanel';
import { StatusBar } from './statusBar';

/** Everything on the terminal page that is not the terminal. */
export function Chrome({ desk }: { desk: Desk }) {
  const state = desk.session.state.value.name;
  return (
    <>
      <Banners desk={desk} />
      {desk.searching.value && <SearchBar desk={desk} />}
      {(state === 'ended' || state === 'refused' || state === 'takenover') && <Farewell key={state} desk={desk} />}
      <KeyBar desk={desk} />
      <StatusBar desk={desk} />
      <Over desk={desk} />
    </>
  );
}

function Over({ desk }: { desk: Desk }) {
  const overlay = desk.overlay.value;
  switch (overlay?.name) {
    case 'menu': return <Menu desk={desk} x={overlay.x} y={overlay.y} />;
    case 'settings': return <SettingsPanel desk={desk} />;
    case 'paste': return <PasteQuestion desk={desk} pasted={overlay.pasted} />;
    case 'link': return <LinkQuestion desk={desk} address={overlay.address} />;
    case 'close': return <CloseQuestion desk={desk} />;
    default: return null;
  }
}

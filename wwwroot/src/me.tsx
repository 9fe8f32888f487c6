import './csp';
import './styles/me.css';
import { render } from 'preact';
import { Running } from './home/running';
import { TerminalList } from './home/terminalList';
import { keepVisiting } from './hub/visit';
import { MyCredentials } from './me/myCredentials';
import { MySettings } from './me/mySettings';
import { MySignIns } from './me/mySignIns';
import { MyTokens } from './me/myTokens';
import { Who } from './me/who';
import { page } from './page';
import { keepSettings } from './people/keepSettings';
import { SettingsStore } from './screen/settings';
import { NoPeople } from './ui/noPeople';
import { Foot, Top } from './ui/top';

function MyPage({ list, settings }: { list: TerminalList; settings: SettingsStore }) {
  return (
    <>
      <Top />
      <main>
        <Who />
        <Running list={list} />
        <MySignIns />
        <MyCredentials />
        <MyTokens />
        <MySettings store={settings} />
      </main>
      <Foot />
    </>
  );
}

const place = document.getElementById('page');
if (place && !page.signIn) {
  render(<NoPeople />, place);
} else if (place) {
  const settings = new SettingsStore({});
  keepSettings(settings);
  render(<MyPage list={new TerminalList()} settings={settings} />, place);
  keepVisiting();
}

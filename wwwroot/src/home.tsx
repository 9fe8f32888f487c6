import './csp';
import './styles/home.css';
import { render } from 'preact';
import { MySessions } from './desktop/mySessions';
import { LinkForm } from './home/linkForm';
import { RecentList } from './home/recentList';
import { Running } from './home/running';
import { TerminalList } from './home/terminalList';
import { keepVisiting } from './hub/visit';
import { address, page } from './page';
import { loadMe } from './people/me';
import { Icon } from './ui/icons';
import { Foot, Top } from './ui/top';

function Home({ list }: { list: TerminalList }) {
  return (
    <>
      <Top />
      <main>
        <section aria-labelledby="open">
          <h1 id="open">Open a terminal</h1>
          <LinkForm />
          {page.devices && <p class="to-devices"><a class="button" href={address('devices')}><Icon name="list" />Pick a device</a> <a class="button" href={address('devices?view=map')}><Icon name="map" />Map</a></p>}
        </section>
        <Running list={list} />
        {page.desktops && <MySessions />}
        <RecentList />
      </main>
      <Foot />
    </>
  );
}

const place = document.getElementById('home');
if (place) render(<Home list={new TerminalList()} />, place);
keepVisiting();
// The list finds out that nobody is signed in, and says where to.
void loadMe().catch(() => undefined);

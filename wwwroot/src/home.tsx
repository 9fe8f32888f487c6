import './csp';
import './styles/home.css';
import { render } from 'preact';
import { LinkForm } from './home/linkForm';
import { RecentList } from './home/recentList';
import { Running } from './home/running';
import { TerminalList } from './home/terminalList';
import { keepVisiting } from './hub/visit';
import { page } from './page';

function Home({ list }: { list: TerminalList }) {
  return (
    <>
      <header class="top">
        <span class="brand"><Mark />Gateway</span>
        <span class="mono muted" title="The one domain this gateway leads to">{page.domain}</span>
      </header>
      <main>
        <section aria-labelledby="open">
          <h1 id="open">Open a terminal</h1>
          <LinkForm />
        </section>
        <Running list={list} />
        <RecentList />
      </main>
      <footer>
        A <b>remote-only</b> web terminal: telnet and ssh clients only, well controlled, to {page.domain} only.
        <span class="version"> Gateway {page.version}</span>
      </footer>
    </>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect x="1" y="3" width="30" height="26" rx="6" />
      <path d="M8 11l6 5-6 5M17 21h7" />
    </svg>
  );
}

const place = document.getElementById('home');
if (place) render(<Home list={new TerminalList()} />, place);
keepVisiting();

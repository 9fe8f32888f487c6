import { AccountMenu } from '../people/accountMenu';
import { address, page } from '../page';

/** The head of every page but the terminal's. */
export function Top() {
  return (
    <header class="top">
      {page.page === 'home'
        ? <span class="brand"><Mark />Gateway</span>
        : <a class="brand" href={address('')} title="Your terminals"><Mark />Gateway</a>}
      {page.devices && page.page !== 'devices' && <a class="to-page" href={address('devices')}>Devices</a>}
      {page.tunnels && page.page !== 'tunnels' && <a class="to-page" href={address('tunnels')}>Tunnels</a>}
      {page.recordings && page.page !== 'recordings' && <a class="to-page" href={address('recordings')}>Recordings</a>}
      <span class="mono muted domain" title="The one domain this gateway leads to">{page.domain}</span>
      {page.signIn && page.page !== 'signin' && <AccountMenu />}
    </header>
  );
}

export function Foot() {
  return (
    <footer>
      A <b>remote-only</b> web terminal: telnet and ssh clients only, well controlled, to {page.domain} only.
      <span class="version"> Gateway {page.version}</span>
    </footer>
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

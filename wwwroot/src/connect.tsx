import './csp';
import './styles/devices.css';
import { render } from 'preact';
import { ConnectPage } from './connect/connectPage';
import { keepVisiting, visit } from './hub/visit';
import { page } from './page';
import { loadMe } from './people/me';

const place = document.getElementById('page');
// Where nobody signs in, what may be seen depends on the visit.
if (!page.signIn) await visit().catch(() => undefined);
const device = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
document.title = `Connect to ${device} · Gateway`;
if (place) render(<ConnectPage device={device} />, place);
keepVisiting();
// The form finds out that nobody is signed in, and says where to.
if (page.signIn) void loadMe().catch(() => undefined);

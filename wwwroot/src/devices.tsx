import './csp';
import './styles/devices.css';
import { render } from 'preact';
import { DevicesPage } from './devices/devicesPage';
import { keepVisiting, visit } from './hub/visit';
import { page } from './page';

const place = document.getElementById('page');
// Where nobody signs in, what may be seen depends on the visit.
if (!page.signIn) await visit().catch(() => undefined);
if (place) render(<DevicesPage />, place);
keepVisiting();

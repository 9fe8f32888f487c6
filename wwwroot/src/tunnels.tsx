import './csp';
import './styles/tunnels.css';
import { render } from 'preact';
import { keepVisiting, visit } from './hub/visit';
import { page } from './page';
import { TunnelsPage } from './tunnels/tunnelsPage';

const place = document.getElementById('page');
// Where nobody signs in, what may be seen depends on the visit.
if (!page.signIn) await visit().catch(() => undefined);
if (place) render(<TunnelsPage />, place);
keepVisiting();

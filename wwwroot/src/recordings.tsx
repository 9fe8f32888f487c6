import './csp';
import './styles/recordings.css';
import { render } from 'preact';
import { keepVisiting, visit } from './hub/visit';
import { page } from './page';
import { loadMe } from './people/me';
import { RecordingsPage } from './recordings/recordingsPage';

const place = document.getElementById('page');
// Where nobody signs in, whose recordings they are depends on the visit.
if (!page.signIn) await visit().catch(() => undefined);
if (place) render(<RecordingsPage />, place);
keepVisiting();
// The list finds out that nobody is signed in, and says where to.
if (page.signIn) void loadMe().catch(() => undefined);

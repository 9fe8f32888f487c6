import './csp';
import './styles/admin.css';
import { render } from 'preact';
import { AdminPage } from './admin/adminPage';
import { Board } from './admin/board';
import { keepVisiting } from './hub/visit';
import { page } from './page';
import { loadMe } from './people/me';
import { NoPeople } from './ui/noPeople';

const place = document.getElementById('page');
if (place && !page.signIn) {
  render(<NoPeople />, place);
} else if (place) {
  render(<AdminPage board={new Board()} />, place);
  keepVisiting();
  // The board finds out that nobody is signed in, and says where to.
  void loadMe().catch(() => undefined);
}

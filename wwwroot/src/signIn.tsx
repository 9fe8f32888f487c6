import './csp';
import './styles/signIn.css';
import { render } from 'preact';
import { page } from './page';
import { onSignedIn } from './people/signedIn';
import { SignInPage } from './signIn/signInPage';
import { SignInTry } from './signIn/signInTry';

const place = document.getElementById('page');
if (place && page.ways) {
  const attempt = new SignInTry(page.ways, location.href);
  render(<SignInPage attempt={attempt} />, place);
  onSignedIn(() => void attempt.arrive());
  void attempt.begin();
}

import { address } from '../page';
import { ask } from './api';

/** Ends this sign-in, or all of the person's, and shows the sign-in page. Throws what `ask` throws. */
export async function signOut(everywhere: boolean): Promise<void> {
  await ask('POST', everywhere ? 'api/sign-out/everywhere' : 'api/sign-out');
  location.replace(address('sign-in?out'));
}

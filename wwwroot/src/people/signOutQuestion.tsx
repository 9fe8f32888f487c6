import { Question } from '../ui/question';
import { signOut } from './signOut';

/** Asks before every sign-in of the person ends. */
export function SignOutQuestion({ done }: { done: () => void }) {
  return (
    <Question title="Sign out everywhere?" yes="Sign out everywhere" act={() => signOut(true)} done={done}>
      <p class="muted">Every browser you are signed in with is signed out, this one too. Your terminals end, wherever they are open.</p>
    </Question>
  );
}

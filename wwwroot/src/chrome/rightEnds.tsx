import type { Announced } from '../terminal/endTimes';
import { clock } from '../ui/times';
import { useNow } from '../ui/useNow';
import { countdown } from './countdown';
import type { Desk } from './desk';

/** Says that the right to this terminal ends, when, and what keeps it. */
export function RightEnds({ desk, announced }: { desk: Desk; announced: Announced }) {
  const now = useNow(500);
  const { reason, message, until } = announced;
  const left = <b role="timer">{countdown(until, now)}</b>;
  if (reason === 'revoked') {
    return <div class="banner urgent" role="alert"><span>{message} Nothing can be typed any more; this terminal ends in {left}.</span></div>;
  }
  return (
    <div class="banner warn" role="alert">
      <span>
        {message} {reason === 'policy'
          ? <>This terminal ends at {clock(new Date(until).toISOString(), now)}, in {left}.</>
          : <>This terminal ends in {left}.</>}
      </span>
      {reason === 'signin' && <button type="button" onClick={() => { desk.signInAgain(); desk.terminal.focus(); }}>Sign in again</button>}
    </div>
  );
}

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Ended, Refusal } from '../protocol';
import { passwordFormPath } from '../connect/choice';
import { address, page } from '../page';
import { isGone } from '../terminal/refusals';
import type { Desk } from './desk';

interface Words {
  tone: 'calm' | 'bad';
  title: string;
  detail: string;
  hint: string;
  fact: string;
  again: string;
  /** What helps is on the start page. */
  home: boolean;
}

const enterAfter = 700;

/** Shown when there is nobody to type to any more: what happened, and what can be done about it. */
export function Farewell({ desk }: { desk: Desk }) {
  const words = say(desk);
  const panel = useRef<HTMLElement>(null);
  const shown = useRef(performance.now());
  useLayoutEffect(() => panel.current?.focus(), []);
  if (!words) return null;
  // The password was for once: without it the device asks for it itself.
  const form = desk.session.watching ? null : passwordFormPath(desk.session.link?.device ?? null, location.search);

  // Somebody was typing when it happened: that key was not meant for this panel.
  const again = () => {
    if (performance.now() - shown.current < enterAfter) return;
    desk.enter();
    if (desk.session.state.value.name !== 'presence') desk.terminal.focus();
  };
  return (
    <section
      ref={panel}
      class={`farewell ${words.tone} ${desk.session.received === 0 ? 'alone' : ''}`}
      role="alertdialog"
      aria-labelledby="farewell-title"
      aria-describedby="farewell-detail"
      tabIndex={-1}
      onKeyDown={event => { if (event.key === 'Enter' && event.target === panel.current) again(); }}
    >
      <div class="words">
        <h2 id="farewell-title">{words.title}</h2>
        {words.detail !== '' && <p id="farewell-detail">{words.detail}</p>}
        {words.hint !== '' && <p class="hint">{words.hint}</p>}
        {words.fact !== '' && <p class="fact">{words.fact}</p>}
      </div>
      <div class="actions">
        <button type="button" class="primary" onClick={again}>{words.again} <kbd>Enter</kbd></button>
        {form !== null && <a class="button" href={address(form)}>Type the password again</a>}
        {words.home
          ? <a class="button" href={desk.home}>Your terminals</a>
          : <button type="button" onClick={() => desk.leave()}>Close</button>}
      </div>
    </section>
  );
}

function say(desk: Desk): Words | null {
  const state = desk.session.state.value;
  switch (state.name) {
    case 'ended': {
      const { ended } = state;
      const calm = ended.reason === 'closed' || ended.reason === 'idle' || ended.exitCode === 0;
      const again = desk.session.watching || page.shared !== null ? 'Open my own' : ended.reason === 'revoked' ? 'Try again' : 'Reconnect';
      // The title has said it already.
      const quiet = ended.message === 'The session has ended.';
      return { tone: calm ? 'calm' : 'bad', title: title(ended), detail: quiet ? '' : ended.message, hint: ended.hint, fact: fact(ended), again, home: false };
    }
    case 'refused': {
      const { refusal } = state;
      return {
        tone: 'bad',
        ...(page.shared === null ? why(refusal) : whyNotShared(refusal)),
        hint: '',
        fact: '',
        again: page.shared !== null ? 'Try again' : refusal.code === 'declined' || (isGone(refusal) && desk.session.watching) ? 'Open my own' : isGone(refusal) ? 'Reconnect' : 'Try again',
        home: refusal.code === 'limit' || page.shared !== null,
      };
    }
    case 'takenover':
      return {
        tone: 'calm',
        title: 'Open in another tab',
        detail: 'This terminal is now shown in another tab. It goes on running there.',
        hint: '',
        fact: '',
        again: 'Take it back',
        home: false,
      };
    case 'quiet':
      return { tone: 'calm', title: 'Nothing was opened', detail: 'This page holds no terminal.', hint: '', fact: '', again: 'Try again', home: true };
    case 'signin':
      return {
        tone: 'bad',
        title: 'Your sign-in has ended',
        detail: 'Sign in again in a new tab, and this one goes on by itself. The gateway keeps the terminal for a while.',
        hint: '',
        fact: '',
        again: 'Sign in again',
        home: true,
      };
    case 'sentaway':
      return { tone: 'calm', title: 'This terminal is no longer shared with you', detail: state.reason, hint: '', fact: '', again: 'Try again', home: true };
    default:
      return null;
  }
}

// Why exactly is not said to who cannot prove that they were invited.
function whyNotShared(refusal: Refusal): Pick<Words, 'title' | 'detail'> {
  if (refusal.code !== 'missing') return why(refusal);
  return { title: 'This link is not good, or not any more', detail: 'It may be incomplete, have expired or have been revoked, or the terminal has ended. Ask whoever sent it for a new one.' };
}

function why(refusal: Refusal): Pick<Words, 'title' | 'detail'> {
  switch (refusal.code) {
    case 'missing': return { title: 'This terminal is gone', detail: 'It ended while this page was away, or it was closed.' };
    case 'lost': return { title: 'The node that ran this terminal is gone', detail: refusal.detail };
    default: return refusal;
  }
}

function title(ended: Ended): string {
  switch (ended.reason) {
    case 'exited': return ended.exitCode === 0 ? 'The session ended' : 'The session ended with an error';
    case 'refused': return 'Connection refused';
    case 'unreachable': return 'The device cannot be reached';
    case 'authentication': return 'Not let in';
    case 'hostkey': return 'The host key does not match';
    case 'disconnected': return 'The device hung up';
    case 'idle': return 'Closed for inactivity';
    case 'revoked': return 'Your right to this terminal has ended';
    case 'ordered': return 'Ended by an administrator';
    case 'unrecorded': return 'The recording could not go on';
    case 'closed': return 'Closed';
    case 'shutdown': return 'The gateway was shut down';
    case 'failed': return 'The session could not go on';
  }
}

// Where the gateway ended it, the client's status only says so once more.
function fact(ended: Ended): string {
  if (['closed', 'idle', 'shutdown', 'revoked', 'ordered', 'unrecorded'].includes(ended.reason) || /exit status/i.test(ended.message)) return '';
  if (ended.signal !== null) return `Ended by ${ended.signal}`;
  return ended.exitCode === null ? '' : `Exit status ${ended.exitCode}`;
}

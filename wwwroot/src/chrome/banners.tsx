import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { amount } from '../bytes';
import { inWords, type Trouble } from '../hub/trouble';
import { AskOffer, KeyboardWished } from '../sharing/keyboardBanners';
import { describe } from '../terminal/state';
import { Icon } from '../ui/icons';
import { useNow } from '../ui/useNow';
import { secondsLeft } from './countdown';
import { Asked, Written } from './companyBanners';
import type { Desk } from './desk';
import { Draining } from './draining';
import { Pasting } from './pasting';
import { RightEnds } from './rightEnds';

const isMac = /^Mac/.test(navigator.platform);
const progressFrom = 64 * 1024;

/** Short-lived bars over the top of the terminal. */
export function Banners({ desk }: { desk: Desk }) {
  const { session } = desk;
  const state = session.state.value;
  const trouble = state.name === 'lost' ? state.trouble : null;
  const held = state.name === 'live' || state.name === 'lost';
  return (
    <div class="banners">
      <p class="offscreen" role="status" aria-live="polite">{trouble ? inWords(trouble) : describe(state)}</p>
      {state.name === 'connecting' && <Connecting />}
      {state.name === 'lost' && <Lost desk={desk} retryAt={state.retryAt} trouble={trouble} />}
      {held && session.ends.draining.value !== null && <Draining desk={desk} until={session.ends.draining.value} />}
      {session.ends.right.value !== null && <RightEnds desk={desk} announced={session.ends.right.value} />}
      {session.company.messages.value.map(message => <Written key={`${message.at} ${message.text}`} desk={desk} message={message} />)}
      {held && session.company.requests.value.map(request => <Asked key={request.id} desk={desk} request={request} />)}
      {held && session.company.roster.value.asking.filter(({ id }) => !session.company.unheard.value.has(id)).map(member => <KeyboardWished key={member.id} desk={desk} member={member} />)}
      {session.ends.idle.value !== null && <Idle desk={desk} until={session.ends.idle.value} />}
      {session.input.waiting.value > progressFrom && <Sending desk={desk} />}
      <Pasting desk={desk} />
      {session.notice.value !== null && <Notice desk={desk} words={session.notice.value} />}
      {desk.said.value !== null && <div class="banner said" role="status">{desk.said.value}</div>}
      {held && desk.offersToAsk.value && session.company.roster.value.canAsk && <AskOffer desk={desk} />}
      {desk.hoveredLink.value !== null && <div class="banner link-hint">{desk.hoveredLink.value} <span class="muted">{isMac ? 'Cmd' : 'Ctrl'}-click opens</span></div>}
    </div>
  );
}

function Connecting() {
  return <div class="banner late"><span class="spinner" />Connecting…</div>;
}

function Lost({ desk, retryAt, trouble }: { desk: Desk; retryAt: number | null; trouble: Trouble | null }) {
  const now = useNow(200);
  const attached = desk.session.attached.value !== null;
  const seconds = retryAt === null ? 0 : secondsLeft(retryAt, now);
  const what = trouble ? inWords(trouble) : attached ? 'Connection lost.' : 'The gateway cannot be reached.';
  return (
    <div class="banner warn late">
      <span>
        {what} {seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying now…'}
        {attached && <span class="muted"> {trouble ? 'Keys are not sent.' : 'The terminal keeps running; keys are not sent.'}</span>}
      </span>
      <button type="button" onClick={() => { desk.session.connect(); desk.terminal.focus(); }}>Reconnect now</button>
    </div>
  );
}

function Idle({ desk, until }: { desk: Desk; until: number }) {
  const seconds = secondsLeft(until, useNow(250));
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <div class="banner warn" role="alert" aria-label="Nobody has typed for long. This terminal will be closed.">
      <span>Nobody has typed for long. This terminal closes in <b>{left}</b>.</span>
      <button type="button" onClick={() => { desk.session.input.touch(); desk.terminal.focus(); }}>Keep open</button>
    </div>
  );
}

function Sending({ desk }: { desk: Desk }) {
  const { input } = desk.session;
  const most = useSignal(0);
  const waiting = input.waiting.value;
  if (waiting > most.peek()) most.value = waiting;
  return (
    <div class="banner">
      <span>Sending to the device: {amount(most.value - waiting)} of {amount(most.value)}</span>
      <progress max={most.value} value={most.value - waiting} aria-label="Sent" />
      <button type="button" onClick={() => { input.cancel(); desk.terminal.focus(); }}>Cancel</button>
    </div>
  );
}

function Notice({ desk, words }: { desk: Desk; words: string }) {
  const dismiss = () => (desk.session.notice.value = null);
  const latest = useRef(dismiss);
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), 10_000);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div class="banner" role="status">
      <span>{words}</span>
      <button type="button" class="bare" aria-label="Dismiss" onClick={() => { dismiss(); desk.terminal.focus(); }}><Icon name="close" /></button>
    </div>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';
import { Offered } from './offered';
import { SessionState } from './sessionState';
import { WayIn } from './waysIn';

interface Props {
  /** The device; null for a port of the domain. */
  device: { name: string } | null;
  choice: {
    protocol: string;
    /** Empty for the default. */
    user: string;
    /** Which of the device's ways; empty for the default. */
    use?: string;
    /** With no device. */
    port?: string;
  };
  close: () => void;
  /** A session that was offered before, to look at. */
  session?: string;
}

// What had the focus is gone by then.
const focused = (element: HTMLElement | null) => element?.focus();

/** Hands out a way in for the person's own program, and shows what becomes of it. */
export function DesktopDialog({ device, choice, close, session }: Props) {
  const way = useSignal<'port' | 'https'>(choice.protocol === 'telnet' ? 'port' : 'https');
  const entry = useMemo(() => new WayIn(session ?? null), []);
  useEffect(() => () => entry.dispose(), [entry]);
  const { offer, fault, busy } = entry;
  const ask = () => void entry.ask({
    way: way.value, method: choice.protocol || null, user: choice.user || null,
    port: device ? null : choice.port ?? null, device: device?.name ?? null, use: device ? choice.use || null : null,
  });
  const shown = entry.session.value;
  return (
    <Dialog title="Desktop session" class="desktop" onClose={close}>
      <button type="button" class="bare corner" aria-label="Close" onClick={close}><Icon name="close" /></button>
      {shown && <SessionState session={shown} end={() => void entry.end()} />}
      {offer.value && shown?.state === 'waiting' && <Offered offer={offer.value} />}
      {shown?.state === 'ended' && (
        <div class="actions">
          {session === undefined && <button type="button" class="primary" disabled={busy.value} onClick={ask}>Get another</button>}
          <button type="button" ref={focused} onClick={close}>Close</button>
        </div>
      )}
      {!shown && session === undefined && (
        <>
          <p>Use a program of your own, such as {choice.protocol === 'telnet' ? 'PuTTY' : 'OpenSSH or PuTTY'}. You sign in to the device yourself.</p>
          <div class="ways" role="radiogroup" aria-label="How to get there">
            {choice.protocol !== 'telnet' && (
              <label><input type="radio" name="way" checked={way.value === 'https'} onChange={() => (way.value = 'https')} />
                <span><b>Over https</b><span class="muted small">A file that leads ssh through the gateway’s own address. It needs python3, or Windows.</span></span></label>
            )}
            <label><input type="radio" name="way" checked={way.value === 'port'} onChange={() => (way.value = 'port')} />
              <span><b>At a port</b><span class="muted small">A port of the gateway, open once and for your address only.</span></span></label>
          </div>
          <div class="actions">
            <button type="button" class="primary" data-first disabled={busy.value} onClick={ask}>Get a way in</button>
            <button type="button" onClick={close}>Cancel</button>
          </div>
        </>
      )}
      {fault.value !== null && <p class="fault" role="alert">{fault.value}</p>}
      <p class="muted small">
        {choice.protocol === 'telnet' ? 'telnet is not encrypted.' : 'What you type and see is encrypted between your program and the device.'} The gateway
        puts on record who connected, when, where to and how many bytes went each way, but never what; nothing of it can be replayed.
      </p>
    </Dialog>
  );
}

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { copyText } from '../screen/clipboard';
import { Icon } from '../ui/icons';
import { clock } from '../ui/times';
import type { Invitations, MadeLink } from './invitations';
import { forWhom } from './words';

/** The link itself, seen this once. */
export function Made({ invitations, made }: { invitations: Invitations; made: MadeLink }) {
  const copied = useSignal<boolean | null>(null);
  const copy = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const { address, invitation } = made;
  useLayoutEffect(() => copy.current?.focus(), []);
  const put = async () => {
    copied.value = await copyText(address);
    if (!copied.value) field.current?.select();
  };
  // Refused where the person changes their mind: the link is still there.
  const send = () => void navigator.share({ title: 'A terminal is shared with you', url: address }).catch(() => undefined);
  const sends = typeof navigator.share === 'function' && matchMedia('(pointer: coarse)').matches;
  return (
    <section class="made" aria-label="The link">
      <p>{forWhom(invitation)} until <b>{clock(invitation.expires, Date.now())}</b>. The link is shown this once.</p>
      <input ref={field} class="mono" readOnly aria-label="Link" value={address} onFocus={event => event.currentTarget.select()} />
      <div class="actions">
        <button ref={copy} type="button" class="primary" onClick={() => void put()}><Icon name={copied.value ? 'check' : 'copy'} />{copied.value ? 'Copied' : 'Copy'}</button>
        {sends && <button type="button" onClick={send}>Send…</button>}
        <button type="button" onClick={() => (invitations.made.value = null)}>Make another</button>
      </div>
      <p class={copied.value === false ? 'small' : 'offscreen'} role="status">{copied.value === null ? '' : copied.value ? 'Copied' : 'The browser did not allow copying: press Ctrl-C.'}</p>
    </section>
  );
}

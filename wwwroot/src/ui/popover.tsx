import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Disposables, listen } from '../disposable';
import { Icon } from './icons';

interface Props {
  /** What the button says. */
  label: ComponentChildren;
  class?: string;
  children: () => ComponentChildren;
}

/** A button with a box below it, which closes by Escape and by going elsewhere. */
export function Popover({ label, class: kind = '', children }: Props) {
  const open = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const shown = open.value;
  // Before it is seen: a key that comes at once has to find it.
  useLayoutEffect(() => {
    if (!shown) return;
    const held = new Disposables();
    const outside = (event: Event) => { if (!box.current?.contains(event.target as Node)) open.value = false; };
    held.add(listen(document, 'pointerdown', outside));
    held.add(listen(document, 'focusin', outside));
    held.add(listen<KeyboardEvent>(document, 'keydown', event => {
      if (event.key !== 'Escape') return;
      open.value = false;
      button.current?.focus();
    }));
    box.current?.querySelector<HTMLElement>('.popover-box :is(input, button)')?.focus();
    return () => held.dispose();
  }, [shown]);
  return (
    <div class={`popover ${kind}`} ref={box}>
      <button ref={button} type="button" aria-expanded={shown} aria-controls={id} onClick={() => (open.value = !shown)}>{label}<Icon name="down" /></button>
      {shown && <div id={id} class="popover-box">{children()}</div>}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  title: string;
  class?: string;
  /** Escape, a click beside the dialog, or its own close button. */
  onClose: () => void;
  children: ComponentChildren;
}

/** A labelled, modal dialog of the browser's own kind, open as long as it is rendered. It focuses what has `data-first`. */
export function Dialog({ title, class: kind = '', onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const box = dialog.current;
    box?.showModal();
    box?.querySelector<HTMLElement>('[data-first]')?.focus();
    // While it is modal nothing outside can be focused, not even when it is about to go.
    return () => box?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${kind}`}
      aria-labelledby={id}
      onCancel={event => { event.preventDefault(); onClose(); }}
      onClose={() => {
        // Pressed twice, Escape closes it whatever the page says, and what it holds may be shown this once.
        if (dialog.current?.isConnected && !dialog.current.open) dialog.current.showModal();
      }}
      onMouseDown={event => { if (event.target === dialog.current) onClose(); }}
    >
      <div class="dialog-body">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface Props {
  title: string;
  class?: string;
  /** Escape, a click beside the dialog, or its own close button. */
  onClose: () => void;
  children: ComponentChildren;
}

/** A labelled, modal dialog of the browser's own kind; it is open as long as it is rendered. */
export function Dialog({ title, class: kind = '', onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${kind}`}
      aria-labelledby={id}
      onCancel={event => { event.preventDefault(); onClose(); }}
      onClose={onClose}
      onMouseDown={event => { if (event.target === dialog.current) onClose(); }}
    >
      <div class="dialog-body">
        <h2 id={id}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}

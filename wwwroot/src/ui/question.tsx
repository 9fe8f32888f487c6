import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { failureInWords } from '../people/api';
import type { Refusal } from '../protocol';
import { Dialog } from './dialog';

interface Props {
  title: string;
  /** What the button says that does it. */
  yes: string;
  /** Does it; a refusal, and what is thrown, is shown. */
  act: () => Promise<Refusal | null | void>;
  done: () => void;
  children: ComponentChildren;
}

/** Asks once before something that cannot be taken back. */
export function Question({ title, yes, act, done, children }: Props) {
  const failure = useSignal<string | null>(null);
  const busy = useSignal(false);
  const go = async () => {
    busy.value = true;
    failure.value = null;
    try {
      const refusal = await act();
      if (refusal) failure.value = `${refusal.title}. ${refusal.detail}`;
      else done();
    } catch (error) {
      failure.value = failureInWords(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <Dialog title={title} onClose={done}>
      {children}
      {failure.value !== null && <p class="fault" role="alert">{failure.value}</p>}
      <div class="actions">
        <button type="button" class="danger" data-first disabled={busy} onClick={() => void go()}>{yes}</button>
        <button type="button" onClick={done}>Cancel</button>
      </div>
    </Dialog>
  );
}

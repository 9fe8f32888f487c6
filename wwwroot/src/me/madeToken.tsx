import { useSignal } from '@preact/signals';
import type { NewToken } from '../protocol';
import { copyText } from '../screen/clipboard';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icons';

/** A token, this once. */
export function MadeToken({ made, done }: { made: NewToken; done: () => void }) {
  const copied = useSignal<boolean | null>(null);
  const copy = async () => (copied.value = await copyText(made.token));
  return (
    <Dialog title={`Token “${made.summary.name}”`} onClose={() => { if (copied.value) done(); }}>
      <p>Copy it now. It is not shown again, and the gateway does not know it any more.</p>
      <pre class="preview address" tabIndex={0} aria-label="The token">{made.token}</pre>
      {copied.value === false && <p class="fault" role="alert">The browser did not allow copying: select the text and copy it.</p>}
      <div class="actions">
        <button type="button" class="primary" data-first onClick={() => void copy()}><Icon name={copied.value ? 'check' : 'copy'} />{copied.value ? 'Copied' : 'Copy'}</button>
        <button type="button" onClick={done}>I have it</button>
      </div>
    </Dialog>
  );
}

import { useSignal } from '@preact/signals';
import { copyText } from '../screen/clipboard';
import { Icon } from '../ui/icons';

interface Props {
  label: string;
  text: string;
  /** Whether the dialog that it is in focuses its button. */
  first?: boolean;
}

/** Text that is to be run or pasted elsewhere, with a button to copy it. */
export function CopyText({ label, text, first = false }: Props) {
  const copied = useSignal<boolean | null>(null);
  return (
    <figure class="copy-text">
      <figcaption>
        <span>{label}</span>
        <button type="button" data-first={first || undefined} onClick={() => void copyText(text).then(done => (copied.value = done))}><Icon name={copied.value ? 'check' : 'copy'} />{copied.value ? 'Copied' : 'Copy'}</button>
      </figcaption>
      <pre class="preview address" tabIndex={0} aria-label={label}>{text}</pre>
      {copied.value === false && <p class="fault" role="alert">The browser did not allow copying: select the text and copy it.</p>}
    </figure>
  );
}

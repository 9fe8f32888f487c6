import { useSignal } from '@preact/signals';
import { amount, utf8 } from '../bytes';
import type { Pasted } from '../terminal/pasted';
import { Dialog } from '../ui/dialog';
import type { Desk } from './desk';

export function PasteQuestion({ desk, pasted }: { desk: Desk; pasted: Pasted }) {
  const freely = useSignal(false);
  const { delay, waitFor } = desk.manners.pace.value;
  const pause = useSignal(delay);
  const prompt = useSignal(waitFor);
  const facts = [
    pasted.lines > 1 ? `${pasted.lines.toLocaleString('en')} lines` : '1 line',
    amount(utf8(pasted.text).length),
    pasted.controls > 0 ? `${pasted.controls.toLocaleString('en')} control character${pasted.controls > 1 ? 's' : ''}` : '',
  ].filter(fact => fact !== '').join(' · ');
  const paste = (text: string) => desk.confirmPaste(text, !freely.value);
  return (
    <Dialog title={title(pasted)} onClose={() => desk.back()}>
      <p class="muted">{facts}. {pasted.endsLine && 'The device may run each line as it arrives.'}</p>
      <pre class="preview" tabIndex={0} aria-label="Beginning of the text">{pasted.preview}{pasted.cut && '\n…'}</pre>
      <label class="row check">
        <span>Don’t ask again in this tab</span>
        <input type="checkbox" role="switch" checked={freely} onChange={event => (freely.value = event.currentTarget.checked)} />
      </label>
      {pasted.endsLine && (
        <fieldset>
          <legend>Slowly</legend>
          <label class="row">
            <span>Pause after each line (ms)</span>
            <input type="number" min={0} max={10000} step={50} value={pause.value} onInput={event => (pause.value = Math.min(10_000, Math.max(0, event.currentTarget.valueAsNumber || 0)))} />
          </label>
          <label class="row">
            <span>Wait until the last line ends with</span>
            <input type="text" maxLength={64} placeholder="for example #" value={prompt.value} onInput={event => (prompt.value = event.currentTarget.value)} />
          </label>
          <button type="button" onClick={() => desk.pasteSlowly(pasted.text, { delay: pause.value, waitFor: prompt.value }, !freely.value)}>Paste slowly</button>
        </fieldset>
      )}
      <div class="actions">
        <button type="button" class="primary" data-first onClick={() => paste(pasted.text)}>Paste</button>
        <button type="button" onClick={() => paste(pasted.oneLine)}>Paste as one line</button>
        <button type="button" onClick={() => desk.back()}>Cancel</button>
      </div>
    </Dialog>
  );
}

function title(pasted: Pasted): string {
  if (pasted.lines > 1) return 'Paste several lines?';
  return pasted.controls > 0 ? 'Paste control characters?' : 'Paste a line with its end?';
}

export function LinkQuestion({ desk, address }: { desk: Desk; address: string }) {
  return (
    <Dialog title="Open this link?" onClose={() => desk.back()}>
      <p class="muted">It was printed by the device.</p>
      <pre class="preview address">{address}</pre>
      <div class="actions">
        <button type="button" class="primary" data-first onClick={() => { desk.back(); desk.openLink(address); }}>Open in a new tab</button>
        <button type="button" onClick={() => desk.back()}>Cancel</button>
      </div>
    </Dialog>
  );
}

export function CloseQuestion({ desk }: { desk: Desk }) {
  const close = () => {
    desk.back();
    desk.end();
  };
  return (
    <Dialog title="End this terminal?" onClose={() => desk.back()}>
      <p class="muted">The connection to the device is cut, for everybody who is attached to it. To leave it running, just close the tab: it stays on your list for a while.</p>
      <div class="actions">
        <button type="button" class="danger" data-first onClick={close}>End it</button>
        <button type="button" onClick={() => desk.back()}>Cancel</button>
      </div>
    </Dialog>
  );
}

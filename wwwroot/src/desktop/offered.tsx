import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DesktopFile, DesktopOffer } from '../protocol';
import { copyText } from '../screen/clipboard';
import { Icon } from '../ui/icons';
import { download } from './waysIn';

const labels: Record<DesktopFile['for'], string> = { linux: 'Linux', macos: 'macOS', windows: 'Windows', putty: 'PuTTY' };

/** What was handed out: files, a command line, a link. */
export function Offered({ offer }: { offer: DesktopOffer }) {
  const { files, command, link, keys, session } = offer;
  const first = useRef<HTMLButtonElement>(null);
  // The button that asked for it is gone.
  useEffect(() => first.current?.focus(), []);
  const script = files.find(file => file.for === 'linux');
  return (
    <>
      <ul class="downloads">
        {files.map((file, index) => (
          <li key={file.name}>
            <button type="button" ref={index === 0 ? first : undefined} onClick={() => download(file.name, file.text)}><Icon name="download" /><span><b>{labels[file.for]}</b> <span class="muted small mono">{file.name}</span></span></button>
          </li>
        ))}
      </ul>
      {script && <Copied label="Run the file with" text={`sh ${script.name}`} />}
      {command !== '' && <Copied label="Or type" text={command} />}
      {link !== '' && <p><a href={link}>Open in the program that handles {session.method}:// links</a></p>}
      {keys.length > 0
        ? <p class="small">The files know the device’s key: <span class="mono">{keys.join(', ')}</span></p>
        : session.method === 'ssh' && <p class="small muted">The gateway has no key of this device on record yet: compare the fingerprint that your program shows.</p>}
    </>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    copied.value = await copyText(text);
    setTimeout(() => (copied.value = false), 1800);
  };
  return (
    <p class="to-copy"><span class="muted">{label}</span> <output class="mono">{text}</output>
      <button type="button" class="bare" aria-label={`Copy ${text}`} onClick={() => void copy()}><Icon name={copied.value ? 'check' : 'copy'} />{copied.value ? 'Copied' : 'Copy'}</button></p>
  );
}

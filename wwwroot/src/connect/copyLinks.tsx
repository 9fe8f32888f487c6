import { useSignal } from '@preact/signals';
import { address } from '../page';
import type { DeviceRow } from '../protocol';
import { copyText } from '../screen/clipboard';
import { Icon } from '../ui/icons';
import { connectPath, remotePath, type ConnectChoice } from './choice';

const shownFor = 1800;

/** Bookmarks of what the form says. */
export function CopyLinks({ row, choice }: { row: DeviceRow; choice: ConnectChoice }) {
  const copied = useSignal<string | null>(null);
  const copy = async (path: string) => {
    copied.value = await copyText(address(path)) ? path : null;
    setTimeout(() => (copied.value = null), shownFor);
  };
  const links: [label: string, path: string | null, about: string][] = [
    ['This form', connectPath(row, choice, false), 'A link to this form, filled in as it is'],
    ['Open at once', connectPath(row, choice, true), 'A link that connects without asking'],
    ['By port', remotePath(row, choice), 'A link by method, user and port'],
  ];
  return (
    <div class="copy-links" role="group" aria-label="Copy a link">
      <span class="muted small">Copy a link</span>
      {links.map(([label, path, about]) => path !== null && (
        <button key={label} type="button" title={about} onClick={() => void copy(path)}>
          <Icon name={copied.value === path ? 'check' : 'copy'} />{copied.value === path ? 'Copied' : label}
        </button>
      ))}
    </div>
  );
}

import { useComputed, useSignal } from '@preact/signals';
import { DesktopDialog } from '../desktop/desktopDialog';
import { address, page } from '../page';
import { linkPath } from '../recent';
import { copyText } from '../screen/clipboard';
import { plainTitle } from '../screen/query';
import { largestFont, smallestFont } from '../screen/settings';
import { themes } from '../screen/themes';
import { Icon } from '../ui/icons';
import { portFault, portsInWords, userFault } from './linkRules';

/** A command line that makes links. */
export function LinkForm() {
  const method = useSignal(page.methods[0] ?? 'ssh');
  const user = useSignal('');
  const port = useSignal(onlyPort());
  const title = useSignal('');
  const theme = useSignal('');
  const fontSize = useSignal('');
  const tried = useSignal(false);
  const copied = useSignal(false);
  const desktop = useSignal(false);
  const fault = useComputed(() => userFault(user.value) ?? portFault(port.value, page.ports));
  const query = useComputed(() => makeQuery({ title: plainTitle(title.value), theme: theme.value, fontSize: fontSize.value }));
  const link = useComputed(() => address(linkPath({ method: method.value, user: user.value, port: port.value })) + query.value);
  // A fault that is only "not typed yet" is worth a word after the first try.
  const shown = fault.value !== null && (tried.value || (user.value !== '' && port.value !== '')) ? fault.value : null;

  const open = (event: Event) => {
    event.preventDefault();
    tried.value = true;
    if (fault.value === null) location.assign(link.value);
  };
  const useOwn = () => {
    tried.value = true;
    desktop.value = fault.value === null;
  };
  const copy = async () => {
    copied.value = await copyText(link.value);
    setTimeout(() => (copied.value = false), 1800);
  };

  return (
    <>
      <form class="link-form" onSubmit={open} noValidate>
        <div class="command mono">
          <select aria-label="Method" value={method} onChange={event => (method.value = event.currentTarget.value)}>
            {page.methods.map(name => <option key={name} value={name}>{name}</option>)}
          </select>
          <input aria-label="User" placeholder="user" class="user" value={user} autocomplete="off" autocapitalize="none" spellcheck={false}
            aria-invalid={shown !== null && userFault(user.value) !== null} aria-describedby="link-fault"
            onInput={event => (user.value = event.currentTarget.value.trim())} />
          <span class="domain" title={page.domain}>@{page.domain}:</span>
          <input aria-label="Port" placeholder="port" class="port" value={port} inputMode="numeric" autocomplete="off" list="ports"
            aria-invalid={shown !== null && userFault(user.value) === null} aria-describedby="link-fault"
            onInput={event => (port.value = event.currentTarget.value.trim())} />
          <datalist id="ports">{suggestions().map(value => <option key={value} value={value} />)}</datalist>
          <button type="submit" class="primary">Open</button>
        </div>
        <p id="link-fault" class={`under small ${shown ? 'fault' : 'muted'}`} role={shown ? 'alert' : undefined}>
          {shown ?? `Allowed ports: ${portsInWords(page.ports)}`}
        </p>
        {page.desktops && <p class="under small"><button type="button" class="bare" onClick={useOwn}><Icon name="download" />Use a program of your own…</button></p>}
        <details>
          <summary>Make a link to share or put in a wiki</summary>
          <div class="wishes">
            <label><span>Title</span><input maxLength={80} placeholder="optional" value={title} onInput={event => (title.value = event.currentTarget.value)} /></label>
            <label><span>Theme</span>
              <select value={theme} onChange={event => (theme.value = event.currentTarget.value)}>
                <option value="">Each person’s own</option>
                {Object.entries(themes).map(([name, { name: label }]) => <option key={name} value={name}>{label}</option>)}
              </select>
            </label>
            <label><span>Font size</span><input type="number" min={smallestFont} max={largestFont} placeholder="own" value={fontSize}
              onInput={event => (fontSize.value = event.currentTarget.value)} /></label>
          </div>
          <div class="made">
            <output class="mono" aria-label="The link">{fault.value === null ? link.value : 'Type a user and a port above, and the link appears here.'}</output>
            <button type="button" disabled={fault.value !== null} onClick={() => void copy()}>
              <Icon name={copied.value ? 'check' : 'copy'} />{copied.value ? 'Copied' : 'Copy'}
            </button>
          </div>
        </details>
      </form>
      {desktop.value && <DesktopDialog device={null} choice={{ protocol: method.value, user: user.value, port: port.value }} close={() => (desktop.value = false)} />}
    </>
  );
}

function makeQuery(wishes: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(wishes).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
}

function onlyPort(): string {
  const [range, ...others] = page.ports;
  return range && others.length === 0 && range[0] === range[1] ? String(range[0]) : '';
}

function suggestions(): number[] {
  return page.ports.filter(([first, last]) => first === last).map(([first]) => first).slice(0, 50);
}

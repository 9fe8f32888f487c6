import { useSignal, type Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { DesktopDialog } from '../desktop/desktopDialog';
import { userFault } from '../home/linkRules';
import { address, page } from '../page';
import { me } from '../people/me';
import type { DeviceRow } from '../protocol';
import { Choice } from '../sharing/choice';
import { Icon } from '../ui/icons';
import { changedChoice, keptCredentials, wayOf, type ConnectChoice } from './choice';
import { CopyLinks } from './copyLinks';

const longestPassword = 1024;

interface Props {
  row: DeviceRow;
  choice: Signal<ConnectChoice>;
  /** Opens a web session; false if the browser blocked it. */
  connect: (choice: ConnectChoice, password: string | null) => boolean;
  /** Leaves the form; null where it is the whole page. */
  cancel: (() => void) | null;
}

/** How to connect to a device, and as whom. */
export function ConnectForm({ row, choice, connect, cancel }: Props) {
  const password = useRef<HTMLInputElement>(null);
  const shown = useSignal(false);
  const fault = useSignal<string | null>(null);
  const desktop = useSignal(false);
  const { protocol, use, user, automatic, credentials, oneClient, share } = choice.value;
  const way = wayOf(row, use);
  const custom = automatic && credentials === 'custom';
  const set = (change: Partial<ConnectChoice>) => {
    fault.value = null;
    choice.value = changedChoice(row, choice.value, change);
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const typed = password.current?.value ?? '';
    fault.value = user === '' && !custom ? null : userFault(user);
    if (fault.value === null && custom && typed === '') fault.value = 'Type the password.';
    if (fault.value === null && !connect(choice.value, custom ? typed : null)) fault.value = 'The browser blocked the new tab. Allow this site to open tabs, and try again.';
  };
  return (
    <>
      <form class="connect-form stack" onSubmit={submit} noValidate>
        {row.ways.length > 1 && (
          <label class="field"><span>Reach it by</span>
            <select value={way.use} data-first onChange={event => set({ use: event.currentTarget.value })}>
              {row.ways.map(one => <option key={one.use} value={one.use}>{one.label}: {Object.values(one.places).join(', ')}</option>)}
            </select>
          </label>
        )}
        <p class="road small muted"><Icon name="link" /><span>{roadInWords(way.road)} <span class="mono">{way.road === 'domain' ? `${page.domain}:` : ''}{way.places[protocol]}</span></span></p>
        {way.protocols.length > 1
          ? <Choice legend="Protocol" name="protocol" value={protocol} change={value => set({ protocol: value })} options={way.protocols.map(name => [name, name])} />
          : <p class="row"><span>Protocol</span><span class="mono">{protocol}</span></p>}
        <label class="field"><span>User</span>
          <input value={user} data-first={row.ways.length > 1 ? undefined : true} maxLength={64} placeholder={ownUser(row, automatic && !custom)} autocomplete="off" autocapitalize="none" spellcheck={false}
            aria-invalid={fault.value !== null && userFault(user) !== null} aria-describedby="connect-fault" onInput={event => set({ user: event.currentTarget.value.trim() })} />
        </label>
        {row.signsIn.includes(protocol) && (
          <label class="row check"><span>Sign in automatically</span>
            <input type="checkbox" role="switch" checked={automatic} onChange={event => set({ automatic: event.currentTarget.checked, credentials: keptCredentials(row, credentials) ?? 'custom' })} /></label>
        )}
        {automatic && (
          <Choice legend="Credentials" name="credentials" value={credentials} change={value => set({ credentials: value })} options={credentialsOf(row, credentials)} />
        )}
        {automatic && page.signIn && !row.keptByMe && <p class="small muted">You keep no credentials of your own for this device. <a href={address('me')}>Keep some</a></p>}
        {custom && (
          <label class="field"><span>Password <span class="muted">used once, and not kept</span></span>
            <span class="with-button">
              <input ref={password} type={(shown.value ? 'text' : 'password') as 'password'} maxLength={longestPassword} autocomplete="off" autocapitalize="none" spellcheck={false}
                aria-describedby="connect-fault" onInput={() => (fault.value = null)} />
              <button type="button" class="bare" aria-pressed={shown.value} aria-label="Show password" title="Show password" onClick={() => (shown.value = !shown.value)}>
                <Icon name={shown.value ? 'eyeOff' : 'eye'} />
              </button>
            </span>
          </label>
        )}
        <div>
          <label class="row check"><span>Accept only one client</span>
            <input type="checkbox" role="switch" checked={oneClient} onChange={event => set({ oneClient: event.currentTarget.checked, share: share && !event.currentTarget.checked })} /></label>
          <label class="row check"><span>Share with all clients</span>
            <input type="checkbox" role="switch" checked={share} onChange={event => set({ share: event.currentTarget.checked, oneClient: oneClient && !event.currentTarget.checked })} /></label>
        </div>
        {row.legacy !== '' && <p class="warning small">Old algorithms are allowed for this device: {row.legacy}</p>}
        <p id="connect-fault" class="fault small" role={fault.value === null ? undefined : 'alert'}>{fault.value}</p>
        <div class="actions">
          <button type="submit" class="primary">Web session</button>
          {page.desktops && <button type="button" disabled={way.road === 'jump'} title={way.road === 'jump' ? 'A program of your own does not get to this device: it is reached through a jump host' : undefined} onClick={() => (desktop.value = true)}>Desktop session</button>}
          {cancel && <button type="button" onClick={cancel}>Cancel</button>}
        </div>
        <CopyLinks row={row} choice={choice.value} />
      </form>
      {desktop.value && <DesktopDialog device={row} choice={choice.value} close={() => (desktop.value = false)} />}
    </>
  );
}

function roadInWords(road: 'domain' | 'jump' | 'direct'): string {
  return { domain: 'A port of the domain:', jump: `Through ${page.domain} to`, direct: 'Straight to' }[road];
}

function ownUser(row: DeviceRow, credentials: boolean): string {
  if (credentials) return 'the credentials’ own';
  return row.defaults.user || me.value?.name || 'the name on the device';
}

// Of credentials that nobody has put there nothing can be chosen.
function credentialsOf(row: DeviceRow, chosen: ConnectChoice['credentials']): [ConnectChoice['credentials'], string][] {
  const all: [ConnectChoice['credentials'], string][] = [['mine', 'Mine'], ['device', 'The device’s'], ['custom', 'Other']];
  return all.filter(([name]) => name === chosen || name === 'custom' || (name === 'mine' ? row.keptByMe : row.keptForDevice));
}

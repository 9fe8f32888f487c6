import { useSignal, type Signal } from '@preact/signals';

/** What was typed of a secret; what is left out stays as it is. */
export interface Typed {
  password?: string;
  key?: string;
  passphrase?: string;
  generate?: boolean;
  vault?: string;
}

interface Props {
  kind: Signal<string>;
  typed: Signal<Typed>;
  changes: boolean;
  gateway: boolean;
  keeps: boolean;
  vault: boolean;
}

/** The part of the form with the secret. */
export function Secrets({ kind, typed, changes, gateway, keeps, vault }: Props) {
  const inVault = useSignal(!keeps);
  const set = (part: Typed) => (typed.value = { ...typed.value, ...part });
  const choose = (value: string) => {
    kind.value = value;
    typed.value = {};
  };
  return (
    <>
      {!changes && (
        <label class="row"><span>Kind</span>
          <select value={kind} onChange={event => choose(event.currentTarget.value)}>
            <option value="password">Password</option>
            <option value="key">Private key</option>
            {gateway && <option value="certificate">Short-lived certificate</option>}
          </select>
        </label>
      )}
      {gateway && vault && kind.value !== 'certificate' && (
        <label class="row"><span>The secret is in Vault</span>
          <input type="checkbox" checked={inVault.value} disabled={!keeps} onChange={event => { inVault.value = event.currentTarget.checked; typed.value = {}; }} />
        </label>
      )}
      {inVault.value && vault && gateway && kind.value !== 'certificate'
        ? (
          <label class="field"><span>Its name in Vault</span>
            <input maxLength={128} autocomplete="off" onInput={event => set({ vault: event.currentTarget.value })} />
          </label>
        )
        : kind.value === 'password'
          ? (
            <label class="field"><span>{changes ? 'New password; empty leaves it as it is' : 'Password'}</span>
              <input type="password" maxLength={1024} autocomplete="new-password" onInput={event => set({ password: event.currentTarget.value })} />
            </label>
          )
          : kind.value === 'key' && (
            <>
              <label class="row"><span>The gateway makes a new key</span>
                <input type="checkbox" checked={typed.value.generate === true} onChange={event => set({ generate: event.currentTarget.checked })} />
              </label>
              {typed.value.generate !== true && (
                <>
                  <label class="field"><span>{changes ? 'New private key; empty leaves it as it is' : 'Private key'}</span>
                    <textarea rows={4} maxLength={4096} spellcheck={false} autocomplete="off" onInput={event => set({ key: event.currentTarget.value })} />
                  </label>
                  <label class="field"><span>Its passphrase</span>
                    <input type="password" maxLength={1024} placeholder="none" autocomplete="new-password" onInput={event => set({ passphrase: event.currentTarget.value })} />
                  </label>
                </>
              )}
            </>
          )}
    </>
  );
}

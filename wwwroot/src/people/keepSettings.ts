import { SettingsKeeper } from '../screen/keptSettings';
import type { SettingsStore } from '../screen/settings';
import { loadMe } from './me';

/** Once it is known who this is, their settings are kept on the gateway too. */
export function keepSettings(store: SettingsStore): void {
  loadMe().then(
    person => { if (person) new SettingsKeeper(store, person.id); },
    // Not signed in, or not reached: this browser's own copy goes on.
    () => undefined,
  );
}

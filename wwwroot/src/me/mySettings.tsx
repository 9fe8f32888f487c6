import type { SettingsStore } from '../screen/settings';
import { SettingsForm } from '../screen/settingsForm';

export function MySettings({ store }: { store: SettingsStore }) {
  return (
    <section aria-labelledby="settings">
      <header class="section"><h2 id="settings">My settings</h2></header>
      <div class="my-settings"><SettingsForm store={store} /></div>
    </section>
  );
}

import { useSignal } from '@preact/signals';
import { useFetched } from '../people/useFetched';
import type { RuleRow, SettingRow, SettingsOverview } from '../protocol';
import { Icon } from '../ui/icons';
import { NotThere } from '../ui/notThere';

/** Every setting in force, with where it was written. Nothing can be changed here. */
export function Settings() {
  const settings = useFetched<SettingsOverview>('api/settings');
  const search = useSignal('');
  const changed = useSignal(false);
  const { latest, fault } = settings;
  if (!latest.value) return fault.value === null ? <div class="ghost-table" aria-busy="true" /> : <NotThere words={fault.value} retry={() => void settings.load()} />;
  const { node, version, file, rules, policyRefused, devices } = latest.value;
  const words = search.value.toLowerCase().split(/\s+/);
  const shown = latest.value.settings.filter(row => (!changed.value || row.source !== 'default') && words.every(word => `${row.key} ${row.value} ${row.where}`.toLowerCase().includes(word)));
  return (
    <>
      <p class="muted">As {node || 'this node'} (version {version}) was started{file !== '' && <> with <span class="mono">{file}</span></>}. Its inventory has {devices.toLocaleString('en')} {devices === 1 ? 'device' : 'devices'}.</p>
      <h2>Policy</h2>
      {policyRefused !== '' && <p class="warning bad" role="alert">The file’s last change is not in force: {policyRefused}</p>}
      {rules.length === 0 ? <p class="empty">There are no rules.</p> : <Rules rules={rules} />}
      <h2>Settings</h2>
      <div class="filters">
        <label class="search-box"><Icon name="search" /><input type="search" aria-label="Search the settings" placeholder="Name, value, line" value={search} onInput={event => (search.value = event.currentTarget.value)} /></label>
        <label><input type="checkbox" checked={changed} onChange={event => (changed.value = event.currentTarget.checked)} /> only those that were written</label>
      </div>
      {shown.length === 0 ? <p class="empty">No setting matches.</p> : <Rows rows={shown} />}
    </>
  );
}

function Rules({ rules }: { rules: RuleRow[] }) {
  return (
    <table class="table">
      <thead><tr>{['Rule', 'For whom', 'For what', 'May', 'Limits'].map(head => <th key={head} scope="col">{head}</th>)}</tr></thead>
      <tbody>
        {rules.map(({ name, who, what, may, limits }) => (
          <tr key={name}>
            <td data-label="Rule" class="who">{name}</td>
            <td data-label="For whom">{who}</td>
            <td data-label="For what">{what}</td>
            <td data-label="May">{may === 'none' ? 'nothing' : may}</td>
            <td data-label="Limits">{limits || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rows({ rows }: { rows: SettingRow[] }) {
  return (
    <table class="table">
      <thead><tr>{['Setting', 'Value', 'Where'].map(head => <th key={head} scope="col">{head}</th>)}</tr></thead>
      <tbody>
        {rows.map(({ key, value, source, where }) => (
          <tr key={key}>
            <td data-label="Setting" class="mono small what">{key}</td>
            <td data-label="Value" class="mono small">{value || '–'}</td>
            <td data-label="Where" class={source === 'default' ? 'muted' : ''}>{source === 'default' ? 'default' : where}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { ComponentChildren } from 'preact';
import { page } from '../page';
import { largestFont, mostScrollback, smallestFont, type Settings, type SettingsStore } from './settings';
import { themes } from './themes';

const fonts: [value: string, label: string][] = [
  ['JetBrains Mono', 'JetBrains Mono'],
  ['', 'System monospace'],
  ['Cascadia Mono', 'Cascadia Mono'],
  ['Fira Code', 'Fira Code'],
  ['Menlo', 'Menlo'],
  ['Consolas', 'Consolas'],
];

/** Everything that may be chosen, the same on every page. */
export function SettingsForm({ store }: { store: SettingsStore }) {
  const settings = store.current.value;
  const set = (change: Partial<Settings>) => store.set(change);
  const known = Object.hasOwn(themes, settings.theme) ? settings.theme : 'system';
  return (
    <>
      <fieldset class="swatches">
        <legend>Theme</legend>
        <Swatch name="system" label="System" chosen={known} set={set} />
        {Object.entries(themes).map(([name, theme]) => <Swatch key={name} name={name} label={theme.name} chosen={known} set={set} />)}
      </fieldset>
      <Row label="Font">
        <select value={settings.fontFamily} onChange={event => set({ fontFamily: event.currentTarget.value })}>
          {fonts.map(([value, label]) => <option key={value} value={value}>{label}</option>)}
        </select>
      </Row>
      <Row label="Font size">
        <input type="number" min={smallestFont} max={largestFont} value={settings.fontSize}
          onChange={event => set({ fontSize: event.currentTarget.valueAsNumber })} />
      </Row>
      <Row label="Cursor">
        <select value={settings.cursorStyle} onChange={event => set({ cursorStyle: event.currentTarget.value as Settings['cursorStyle'] })}>
          <option value="block">Block</option>
          <option value="bar">Bar</option>
          <option value="underline">Underline</option>
        </select>
      </Row>
      <Row label="Scrollback lines">
        <input type="number" min={0} max={mostScrollback} step={1000} value={settings.scrollback}
          onChange={event => set({ scrollback: event.currentTarget.valueAsNumber })} />
      </Row>
      <Check label="Blinking cursor" value={settings.cursorBlink} set={cursorBlink => set({ cursorBlink })} />
      <Check label="Copy on select" value={settings.copyOnSelect} set={copyOnSelect => set({ copyOnSelect })} />
      <Check label="Flash on bell" value={settings.bell} set={bell => set({ bell })} />
      <Check label="Ask before closing a live tab" value={settings.leaveGuard} set={leaveGuard => set({ leaveGuard })} />
      <Check label="Screen-reader mode" value={settings.screenReader} set={screenReader => set({ screenReader })} />
      <p class="muted small">{page.signIn ? 'Kept for you here, and in every browser you sign in with.' : 'Remembered in this browser.'}</p>
    </>
  );
}

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return <label class="row"><span>{label}</span>{children}</label>;
}

function Check({ label, value, set }: { label: string; value: boolean; set: (value: boolean) => void }) {
  return (
    <label class="row check">
      <span>{label}</span>
      <input type="checkbox" role="switch" checked={value} onChange={event => set(event.currentTarget.checked)} />
    </label>
  );
}

interface SwatchProps {
  name: string;
  label: string;
  chosen: string;
  set: (change: Partial<Settings>) => void;
}

function Swatch({ name, label, chosen, set }: SwatchProps) {
  const colors = themes[name]?.colors;
  const sample = colors && {
    background: colors.background, color: colors.foreground,
  };
  return (
    <label class="swatch" title={label}>
      <input type="radio" name="theme" value={name} checked={chosen === name} onChange={() => set({ theme: name })} />
      <span class={`sample ${name === 'system' ? 'split' : ''}`} style={sample} aria-hidden="true">
        <i style={{ background: colors?.green ?? '#3fcf8e' }} />
        <i style={{ background: colors?.blue ?? '#6cb0ff' }} />
        <i style={{ background: colors?.red ?? '#f4777f' }} />
      </span>
      <span>{label}</span>
    </label>
  );
}

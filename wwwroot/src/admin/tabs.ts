import { signal } from '@preact/signals';
import { listen, type Disposable } from '../disposable';

export const tabs = [
  ['terminals', 'Terminals'],
  ['desktops', 'Desktop sessions'],
  ['nodes', 'Nodes'],
  ['sign-ins', 'Sign-ins'],
  ['credentials', 'Credentials'],
  ['audit', 'Audit'],
  ['settings', 'Settings'],
] as const;

export type TabName = (typeof tabs)[number][0];

/** The tab that an address names; the first where it names none. */
export function tabOf(hash: string): TabName {
  return tabs.find(([name]) => `#${name}` === hash)?.[0] ?? 'terminals';
}

export const tab = signal<TabName>(tabOf(location.hash));

export function followAddress(): Disposable {
  return listen(window, 'hashchange', () => (tab.value = tabOf(location.hash)));
}

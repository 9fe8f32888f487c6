import { address } from '../page';
import type { DeviceRow } from '../protocol';
import { connectPath, startingChoice, type ConnectChoice } from './choice';
import { openWithPassword } from './handover';

/** Opens a web session in a new tab; false if the browser blocked it. */
export function openSession(row: DeviceRow, choice: ConnectChoice, password: string | null): boolean {
  return openWithPassword(address(connectPath(row, choice, true)), password);
}

/** Where one click leads; null where something has to be typed first. */
export function oneClickAddress(row: DeviceRow): string | null {
  const choice = startingChoice(row);
  return choice.automatic && choice.credentials === 'custom' ? null : address(connectPath(row, choice, true));
}

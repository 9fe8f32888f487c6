/** Whether an address from a device's output is one that a browser may be sent to. */
export function isWeb(address: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

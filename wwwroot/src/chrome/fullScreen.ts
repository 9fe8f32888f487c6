interface KeyboardLock {
  lock(codes: string[]): Promise<void>;
}

// Keys that browsers keep for themselves, except in full screen, where some give them up.
const wanted = ['KeyW', 'KeyT', 'KeyN', 'Escape', 'Tab'];

export async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  try {
    await document.documentElement.requestFullscreen();
    await (navigator as Navigator & { keyboard?: KeyboardLock }).keyboard?.lock(wanted);
  } catch {
    // Full screen is refused (a phone, a policy): the page stays as it is.
  }
}

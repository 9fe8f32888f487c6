import type { Goal } from './state';
import type { TabMemory } from './tabMemory';
import type { ViewerClaim } from './viewerClaim';

const fragment = /^#terminal=([\w-]{1,128})$/;

/** What a page that was just loaded should ask for: a new terminal, the one it had, or the one its address names. */
export async function firstGoal(memory: TabMemory, claim: ViewerClaim): Promise<Goal> {
  const named = fragment.exec(location.hash)?.[1] ?? null;
  // From here on the tab's memory says it; a bookmark should not.
  if (named !== null) history.replaceState(history.state, '', location.pathname + location.search);
  const remembered = memory.read();
  if (named !== null && named !== remembered?.terminal) return { kind: 'join', terminal: named, viewer: null };
  if (remembered === null) return { kind: 'open' };
  if (await claim.isHeld(remembered.viewer)) {
    memory.forget();
    return named === null ? { kind: 'open' } : { kind: 'join', terminal: named, viewer: null };
  }
  // Following the link again after the end asks for a new one; reloading asks what happened.
  if (remembered.ended && named === null && arrival() === 'navigate') {
    memory.forget();
    return { kind: 'open' };
  }
  return { kind: 'join', terminal: remembered.terminal, viewer: remembered.viewer };
}

function arrival(): string {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type ?? 'navigate';
}

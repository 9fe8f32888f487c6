import type { Goal } from './state';
import type { TabMemory } from './tabMemory';
import type { ViewerClaim } from './viewerClaim';

const fragment = /^#(terminal|watch)=([\w-]{1,128})$/;

interface Named {
  terminal: string;
  watch: boolean;
}

/** The terminal that an address names, and whether to watch it only; null where it names none. */
export function readFragment(hash: string): Named | null {
  const [, kind, terminal] = fragment.exec(hash) ?? [];
  return terminal === undefined ? null : { terminal, watch: kind === 'watch' };
}

/** Once the tab's memory says it, the address need not; a bookmark should not. */
export function dropFragment(): void {
  if (readFragment(location.hash)) history.replaceState(history.state, '', location.pathname + location.search);
}

/** What a page that was just loaded should ask for: a new terminal, the one it had, or the one its address names. */
export async function firstGoal(memory: TabMemory, claim: ViewerClaim): Promise<Goal> {
  const named = readFragment(location.hash);
  const remembered = memory.read();
  const other = remembered === null || (named !== null && (named.terminal !== remembered.terminal || named.watch !== remembered.watch));
  if (other) return named ? { kind: 'join', ...named, viewer: null, invitation: null, share: false } : { kind: 'open', besides: false };
  if (await claim.isHeld(remembered.viewer)) {
    memory.forget();
    return named ? { kind: 'join', ...named, viewer: null, invitation: null, share: false } : { kind: 'open', besides: false };
  }
  // Following the link again after the end asks for a new one; reloading asks what happened.
  if (remembered.ended && named === null && arrival() === 'navigate') {
    memory.forget();
    return { kind: 'open', besides: false };
  }
  return { kind: 'join', terminal: remembered.terminal, viewer: remembered.viewer, watch: remembered.watch, invitation: null, share: remembered.share };
}

/** The same for a page that an invitation led to: it never opens a terminal. */
export async function sharedGoal(terminal: string, invitation: string | null, memory: TabMemory, claim: ViewerClaim): Promise<Goal> {
  const remembered = memory.read();
  const own = remembered !== null && remembered.terminal === terminal && !await claim.isHeld(remembered.viewer);
  return { kind: 'join', terminal, viewer: own ? remembered.viewer : null, watch: false, invitation, share: false };
}

function arrival(): string {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type ?? 'navigate';
}

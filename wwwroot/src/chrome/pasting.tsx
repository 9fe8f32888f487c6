import type { Desk } from './desk';

/** How far a slow paste is. */
export function Pasting({ desk }: { desk: Desk }) {
  const progress = desk.paced.progress.value;
  if (progress === null) return null;
  return (
    <div class="banner" role="status">
      <span>Pasting: {progress.sent} of {progress.lines} lines{progress.waiting && <span class="muted"> · waiting for the prompt</span>}</span>
      <button type="button" onClick={() => desk.paced.cancel()}>Cancel (Esc)</button>
    </div>
  );
}

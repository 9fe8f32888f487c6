import { useSignal } from '@preact/signals';
import { useNow } from '../ui/useNow';
import { Icon } from '../ui/icons';
import { countdown, secondsLeft } from './countdown';
import type { Desk } from './desk';

const lastMinutes = 5 * 60;

/** Says that the terminal ends with its node. Who has put that aside is told once more in the last minutes. */
export function Draining({ desk, until }: { desk: Desk; until: number }) {
  const now = useNow(500);
  const urgent = secondsLeft(until, now) <= lastMinutes;
  const dismissed = useSignal<boolean | null>(null);
  if (dismissed.value === urgent) return null;
  return (
    <div key={String(urgent)} class={`banner ${urgent ? 'urgent' : 'warn'}`} role={urgent ? 'alert' : 'status'}>
      <span>
        This gateway node is being taken out of service. This terminal ends in <b role="timer">{countdown(until, now)}</b> at the latest.
      </span>
      <span class="does">
        <a class="button" href={location.pathname + location.search} target="_blank" rel="noopener" onClick={() => desk.terminal.focus()}>Open a new one</a>
        <button type="button" class="bare" aria-label="Dismiss" onClick={() => { dismissed.value = urgent; desk.terminal.focus(); }}><Icon name="close" /></button>
      </span>
    </div>
  );
}

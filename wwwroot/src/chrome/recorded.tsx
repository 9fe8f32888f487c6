import type { Attached } from '../protocol';

const words: Readonly<Record<Attached['recording'], readonly [short: string, rest: string, about: string] | null>> = {
  '': null,
  'on': ['Recorded', '', 'What stands on this screen is recorded, and who types what. What the device does not show, such as passwords, is not.'],
  'required': ['Recorded', '', 'This terminal has to be recorded: it ends if that is not possible. What the device does not show, such as passwords, is not recorded.'],
  'failed': ['Not recorded', ': the recording failed', 'This terminal should be recorded, but that failed. It goes on; administrators find the reason in the log.'],
};

/** Says, quietly, that somebody can see this later. */
export function Recorded({ state }: { state: Attached['recording'] }) {
  const said = words[state];
  if (!said) return null;
  const [short, rest, about] = said;
  return <span class={`recorded ${state}`} role="status" title={about}><span class="dot" /><span>{short}<span class="wide">{rest}</span></span></span>;
}

import { address } from '../page';
import type { Overview } from '../protocol';
import { tab } from './tabs';

/** What an administrator has to know before anything else. */
export function Warnings({ overview }: { overview: Overview }) {
  const { policyRefused, audit, unreachable, changedKeys } = overview;
  return (
    <>
      {!audit && <p class="warning bad" role="alert"><b>Decisions cannot be put on record.</b> A node cannot write its audit file; what then happens to new terminals is set in the configuration.</p>}
      {policyRefused !== '' && <p class="warning bad" role="alert"><b>The policy’s last change is not in force.</b> The one before it still decides. {policyRefused}</p>}
      {unreachable.length > 0 && <p class="warning" role="status"><b>{unreachable.length === 1 ? 'A node does not answer' : `${unreachable.length} nodes do not answer`}:</b> {unreachable.join(', ')}. Their terminals are not in the list.</p>}
      {changedKeys > 0 && tab.value !== 'host-keys' && (
        <p class="warning" role="status"><b>{changedKeys === 1 ? 'A device shows' : `${changedKeys.toLocaleString('en')} devices show`} a host key that is not on record.</b> Nobody gets
          there until it is accepted. <a href={`${address('admin')}#host-keys`}>Compare the keys</a></p>
      )}
    </>
  );
}

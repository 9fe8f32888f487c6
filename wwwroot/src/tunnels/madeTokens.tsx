import type { TunnelToken } from './messages';
import { CopyText } from './copyText';

// More than a pair's are handed on as a list.
const fewest = 2;

/** Tokens of devices, this once. Who presses Enter once too often copies them. */
export function MadeTokens({ tokens, done }: { tokens: readonly TunnelToken[]; done: () => void }) {
  const one = tokens.length === 1;
  return (
    <>
      <p>{one ? 'Copy it now. It is' : 'Copy them now. They are'} not shown again, and the gateway keeps {one ? 'its hash' : 'their hashes'} only. On the device {one ? 'it goes' : 'each goes'} into a file that the agent reads.</p>
      {tokens.length <= fewest ? tokens.map((token, i) => (
        <div key={token.member}>
          <CopyText label={`Token of ${nameOf(token)}`} text={token.token} first={i === 0} />
          <CopyText label="On the device, with the token in FILE" text={`${token.command}\ngateway-agent run`} />
        </div>
      )) : <div class="token-list"><CopyText first label={`${tokens.length} tokens, one a line`} text={tokens.map(token => `${token.name}${token.member === '' ? '' : ` ${token.member}`} ${token.token}`).join('\n')} /></div>}
      {tokens.length > fewest && <p class="muted small">What to run on each device is said behind its name on this page.</p>}
      <div class="actions"><button type="button" onClick={done}>I have {one ? 'it' : 'them'}</button></div>
    </>
  );
}

function nameOf({ name, member }: TunnelToken): string {
  return member === '' ? name : `${name}, ${member}`;
}

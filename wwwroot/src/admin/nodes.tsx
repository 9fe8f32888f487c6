import { amount } from '../bytes';
import type { AdminNode, Overview } from '../protocol';
import { clock } from '../ui/times';
import { useNow } from '../ui/useNow';

export function Nodes({ overview }: { overview: Overview | null }) {
  const now = useNow(30_000);
  if (!overview) return <div class="cards" aria-busy="true"><div class="card ghost" /><div class="card ghost" /></div>;
  const silent = overview.unreachable.filter(name => overview.nodes.every(node => node.name !== name));
  return (
    <ul class="cards nodes">
      {overview.nodes.map(node => <Card key={node.name} node={node} unreachable={overview.unreachable.includes(node.name)} now={now} />)}
      {silent.map(name => <li key={name} class="card"><Name name={name} state="does not answer" tone="bad" /></li>)}
    </ul>
  );
}

function Card({ node, unreachable, now }: { node: AdminNode; unreachable: boolean; now: number }) {
  const { name, state, terminals, limit } = node;
  const [words, tone] = unreachable ? ['does not answer', 'bad'] : state === 'up' ? ['up', 'good'] : state === 'draining' ? ['draining', 'warn'] : ['lost', 'bad'];
  return (
    <li class="card">
      <Name name={name} state={words ?? state} tone={tone ?? 'bad'} />
      {state === 'draining' && <p>{terminals === 0 ? 'All its terminals have ended: it can go.' : <><b>{terminals.toLocaleString('en')}</b> {terminals === 1 ? 'terminal is' : 'terminals are'} left.</>}</p>}
      <div class="meter-line">
        <meter min={0} max={limit} high={limit * 0.9} value={terminals} aria-label={`Terminals on ${name}`} />
        <span class="small">{terminals.toLocaleString('en')} of {limit.toLocaleString('en')} terminals</span>
      </div>
      <dl>
        <div><dt>Viewers</dt><dd>{node.viewers.toLocaleString('en')}</dd></div>
        <div><dt>Load</dt><dd>{node.load.toFixed(2)} cores</dd></div>
        <div><dt>Memory</dt><dd>{amount(node.memory)}</dd></div>
        <div><dt>Since</dt><dd>{clock(node.started, now)}</dd></div>
        <div><dt>Version</dt><dd class="mono">{node.version}</dd></div>
      </dl>
    </li>
  );
}

function Name({ name, state, tone }: { name: string; state: string; tone: string }) {
  return <h2>{name || 'This node'} <span class={`tag ${tone}`}>{state}</span></h2>;
}

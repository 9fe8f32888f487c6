import { useEffect, useRef } from 'preact/hooks';
import { address } from '../page';
import { Connection } from '../ui/connection';
import { Foot, Top } from '../ui/top';
import { Audit } from './audit';
import type { Board } from './board';
import { GatewayCredentials } from './credentials';
import { Desktops } from './desktops';
import { HostKeys } from './hostKeys';
import { Nodes } from './nodes';
import { Settings } from './settings';
import { SignIns } from './signIns';
import { followAddress, tab, tabs } from './tabs';
import { Terminals } from './terminals';
import { Warnings } from './warnings';

export function AdminPage({ board }: { board: Board }) {
  const answer = board.latest.value;
  useEffect(() => {
    const following = followAddress();
    return () => following.dispose();
  }, []);
  return (
    <>
      <Top />
      <main class="wide-page">{answer && !answer.overview ? <NotForYou /> : <Tabs board={board} />}</main>
      <Foot />
    </>
  );
}

function Tabs({ board }: { board: Board }) {
  const overview = board.latest.value?.overview ?? null;
  const counts = { 'terminals': overview?.terminals.filter(terminal => terminal.ended === null).length, 'desktops': overview?.desktops.filter(session => session.state !== 'ended').length, 'nodes': overview?.nodes.length, 'sign-ins': undefined, 'host-keys': overview?.changedKeys || undefined, 'credentials': undefined, 'audit': undefined, 'settings': undefined };
  const bar = useRef<HTMLElement>(null);
  // On a phone not all of them are in sight.
  useEffect(() => bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [tab.value, overview === null]);
  return (
    <section aria-labelledby="administration">
      <header class="section head">
        <h1 id="administration">Administration</h1>
        <Connection live={board} />
      </header>
      {overview && <Warnings overview={overview} />}
      <nav ref={bar} class="tabs" aria-label="Administration">
        {tabs.map(([name, label]) => (
          <a key={name} href={`${address('admin')}#${name}`} aria-current={tab.value === name ? 'page' : undefined}>
            {label}{counts[name] !== undefined && <span class="count">{counts[name].toLocaleString('en')}</span>}
          </a>
        ))}
      </nav>
      {tab.value === 'terminals' && <Terminals board={board} overview={overview} />}
      {tab.value === 'desktops' && <Desktops board={board} overview={overview} />}
      {tab.value === 'nodes' && <Nodes overview={overview} />}
      {tab.value === 'sign-ins' && <SignIns />}
      {tab.value === 'credentials' && <GatewayCredentials />}
      {tab.value === 'host-keys' && <HostKeys changed={overview?.changedKeys} settled={() => void board.refresh()} />}
      {tab.value === 'audit' && <Audit />}
      {tab.value === 'settings' && <Settings />}
    </section>
  );
}

function NotForYou() {
  return (
    <section>
      <h1>Not for you</h1>
      <p class="muted">This page is for administrators of the gateway. You are signed in, but you are not one of them.</p>
      <p class="go"><a class="button" href={address('')}>Go to your terminals</a></p>
    </section>
  );
}

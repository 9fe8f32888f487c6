import { me } from '../people/me';
import { useNow } from '../ui/useNow';
import { clock } from '../ui/times';

export function Who() {
  const now = useNow(60_000);
  const who = me.value;
  if (!who) return <section aria-busy="true"><h1>My page</h1></section>;
  return (
    <section class="who">
      <h1>{who.displayName || who.name}</h1>
      <p class="muted">
        {who.name}{who.administrator && ' · administrator'} · signed in until {clock(who.expires, now)}
        {who.groups.length > 0 && <> · in {who.groups.map(group => <span key={group} class="tag">{group}</span>)}</>}
      </p>
    </section>
  );
}

import { useSignal } from '@preact/signals';
import { address, page } from '../page';
import { forgetLink, linkPath, recentLinks } from '../recent';
import { Icon } from '../ui/icons';
import { Place } from '../ui/place';
import { ago } from '../ui/times';
import { useNow } from '../ui/useNow';

/** Links opened in this browser before. Following one opens a new terminal. */
export function RecentList() {
  const links = useSignal(recentLinks());
  const now = useNow(30_000);
  if (links.value.length === 0) return null;
  return (
    <section aria-labelledby="recent">
      <header class="section"><h2 id="recent">Recent links</h2></header>
      <ul class="recent">
        {links.value.map(link => (
          <li key={`${linkPath(link)}${link.query}`}>
            <a href={address(linkPath(link)) + link.query}>
              <Place {...link} device="" place={`${page.domain}:${link.port}`} />
              {titleOf(link.query) && <span class="muted title">{titleOf(link.query)}</span>}
            </a>
            <span class="small muted">{ago((now - link.at) / 1000)}</span>
            <button type="button" class="bare" title="Forget this link" aria-label={`Forget ${link.user} on port ${link.port}`}
              onClick={() => { forgetLink(link); links.value = recentLinks(); }}><Icon name="close" /></button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf(query: string): string | null {
  return new URLSearchParams(query).get('title');
}

import type { Desk } from '../chrome/desk';
import type { Member } from '../protocol';
import { nameOf } from '../terminal/roster';
import { Icon } from '../ui/icons';

const shown = 3;

/** In the status bar: who else is on this terminal. It opens the list of them. */
export function CompanyChip({ desk }: { desk: Desk }) {
  const { others } = desk.session.company.roster.value;
  if (others.length === 0) return null;
  const more = others.length - shown;
  const all = others.map(inWords).join(', ');
  return (
    <button type="button" class="tool company" title={`On this terminal: ${all}`} aria-label={`People on this terminal: ${all}`} aria-haspopup="dialog"
      onClick={() => desk.show({ name: 'people' })}>
      <Icon name="people" />
      <span class="wide">
        {others.slice(0, shown).map((member, index) => (
          <span key={member.id}>{index > 0 && ', '}{nameOf(member)}{member.types && <> <Icon name="keyboard" /></>}</span>
        ))}
        {more > 0 && ` and ${more} more`}
      </span>
      <span class="narrow">{others.length}</span>
    </button>
  );
}

/** "Bob, who types", "Carol (administrator), who watches". */
function inWords(member: Member): string {
  const { administrator, types, wants } = member;
  const does = types ? 'types' : wants ? 'asks for the keyboard' : 'watches';
  return `${nameOf(member)}${administrator ? ' (administrator)' : ''}, who ${does}`;
}

import type { Desk } from '../chrome/desk';
import { Choice } from './choice';

/** How those who may type share the keyboard. */
export function KeyboardChoice({ desk }: { desk: Desk }) {
  const { mode } = desk.session.company.roster.value;
  return (
    <section class="keyboard-choice">
      <Choice legend="Of those who may type" name="mode" value={mode} change={value => void desk.arrange(hub => hub.setKeyboard(value))}
        options={[['baton', 'one types at a time'], ['open', 'everybody types']]} />
      <p class="small muted">{mode === 'baton'
        ? 'You have the keyboard first. Others ask for it, and you can take it back at any moment.'
        : 'What is typed at the same time gets mixed. Everybody’s window sets the size.'}</p>
    </section>
  );
}

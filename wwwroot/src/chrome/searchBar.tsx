import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ISearchOptions } from '@xterm/addon-search';
import { Icon } from '../ui/icons';
import type { Desk } from './desk';

// Only the background of a match changes, so it has to suit the theme's own text.
const onDark = { matchBackground: '#6b5310', matchOverviewRuler: '#b58900', activeMatchBackground: '#b45309', activeMatchColorOverviewRuler: '#f59e0b' };
const onLight = { matchBackground: '#ffe39a', matchOverviewRuler: '#b58900', activeMatchBackground: '#ffb84d', activeMatchColorOverviewRuler: '#d97706' };

export function SearchBar({ desk }: { desk: Desk }) {
  const { search } = desk.screen;
  const input = useRef<HTMLInputElement>(null);
  const words = useSignal('');
  const caseSensitive = useSignal(false);
  const regex = useSignal(false);
  const found = useSignal<{ resultIndex: number; resultCount: number } | null>(null);
  const broken = useComputed(() => regex.value && !isPattern(words.value));

  useLayoutEffect(() => {
    const results = search.onDidChangeResults(result => (found.value = result));
    input.current?.focus();
    return () => {
      results.dispose();
      search.clearDecorations();
    };
  }, []);

  const find = (direction: 'next' | 'previous', incremental = false) => {
    if (words.value === '' || broken.value) {
      search.clearDecorations();
      found.value = null;
      return;
    }
    const decorations = document.documentElement.style.colorScheme === 'dark' ? onDark : onLight;
    const options: ISearchOptions = { caseSensitive: caseSensitive.value, regex: regex.value, incremental, decorations };
    if (direction === 'next') search.findNext(words.value, options);
    else search.findPrevious(words.value, options);
  };
  const close = () => {
    desk.searching.value = false;
    desk.terminal.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    // The newest output is at the bottom: Enter goes up, as in other terminals.
    else if (event.key === 'Enter') find(event.shiftKey ? 'next' : 'previous');
    else return;
    event.preventDefault();
  };
  const toggle = (option: typeof regex) => {
    option.value = !option.value;
    // The addon counts anew only for other words; it has to forget these first.
    search.clearDecorations();
    find('previous');
    input.current?.focus();
  };

  return (
    <search class="search" onKeyDown={key}>
      <input
        ref={input}
        type="text"
        aria-label="Search in the output"
        aria-invalid={broken.value}
        placeholder="Search"
        autocomplete="off"
        spellcheck={false}
        value={words}
        onInput={event => { words.value = event.currentTarget.value; find('previous', true); }}
      />
      <output aria-live="polite">{count(words.value, broken.value, found.value)}</output>
      <button type="button" class="bare" aria-pressed={caseSensitive.value} title="Match case" aria-label="Match case" onClick={() => toggle(caseSensitive)}>Aa</button>
      <button type="button" class="bare" aria-pressed={regex.value} title="Regular expression" aria-label="Regular expression" onClick={() => toggle(regex)}>.*</button>
      <button type="button" class="bare" title="Previous (Enter)" aria-label="Previous" onClick={() => find('previous')}><Icon name="up" /></button>
      <button type="button" class="bare" title="Next (Shift-Enter)" aria-label="Next" onClick={() => find('next')}><Icon name="down" /></button>
      <button type="button" class="bare" title="Close (Esc)" aria-label="Close search" onClick={close}><Icon name="close" /></button>
    </search>
  );
}

function count(words: string, broken: boolean, found: { resultIndex: number; resultCount: number } | null): string {
  if (broken) return 'Not a pattern';
  if (words === '' || !found) return '';
  if (found.resultCount === 0) return 'None';
  const more = found.resultCount >= 1000 ? '+' : '';
  return found.resultIndex < 0 ? `${found.resultCount}${more}` : `${found.resultIndex + 1} of ${found.resultCount}${more}`;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

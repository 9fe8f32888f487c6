import { computed, effect, signal } from '@preact/signals';
import { Disposables, disposable, listen, type Disposable } from '../disposable';
import { plainTitle } from '../screen/query';
import { describe, type State } from '../terminal/state';
import type { Desk } from './desk';

const colors: Record<State['name'], string> = {
  connecting: '#e8c36a', live: '#3fcf8e', lost: '#f0883e', takenover: '#8b949e', ended: '#8b949e', refused: '#f4777f',
  presence: '#e8c36a', shared: '#e8c36a', asking: '#e8c36a', quiet: '#8b949e', signin: '#f0883e', sentaway: '#8b949e',
};

/** What the tab's title and icon say: which terminal, how it is, and whether something new was printed. */
export class TabFace implements Disposable {
  readonly #held = new Disposables();
  readonly #deviceTitle = signal('');
  readonly #unseen = signal(false);

  constructor(desk: Desk, title: string | null) {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    const { session } = desk;
    const name = computed(() => title ?? (this.#deviceTitle.value ? `${this.#deviceTitle.value} · ${desk.label}` : desk.label));
    session.fresh = () => {
      if (document.visibilityState === 'hidden') this.#unseen.value = true;
    };
    this.#held.add(desk.terminal.onTitleChange(text => (this.#deviceTitle.value = plainTitle(text))));
    this.#held.add(listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#unseen.value = false;
    }));
    this.#held.add(disposable(effect(() => {
      const state = session.state.value;
      const mark = this.#unseen.value ? '• ' : '';
      document.title = state.name === 'live' ? mark + name.value : `${mark}${describe(state)} · ${name.value}`;
      if (icon) icon.href = draw(colors[state.name], this.#unseen.value);
      document.documentElement.dataset['state'] = state.name;
      const id = session.attached.value?.id;
      if (id) document.documentElement.dataset['terminal'] = id;
    })));
  }

  dispose(): void {
    this.#held.dispose();
  }
}

function draw(color: string, unseen: boolean): string {
  const dot = unseen ? `<circle cx="25" cy="7" r="7" fill="${color}"/>` : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1" y="3" width="30" height="26" rx="6" fill="#12181f"/>`
    + `<path d="M8 11l6 5-6 5" fill="none" stroke="${color}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>`
    + `<path d="M17 21h7" stroke="${color}" stroke-width="3" stroke-linecap="round"/>${dot}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

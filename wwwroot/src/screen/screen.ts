import { effect, signal } from '@preact/signals';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { Disposables, disposable, listen, type Disposable } from '../disposable';
import type { SettingsStore } from './settings';
import { chooseTheme } from './themes';

const systemFonts = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

export interface LinkTarget {
  /** A link in the output was clicked. */
  follow(event: MouseEvent, address: string): void;
  /** The pointer is over a link, or over none. */
  hover(address: string | null): void;
}

/** The terminal as it is seen: xterm.js with its addons, dressed by the settings. */
export class Screen implements Disposable {
  readonly terminal: Terminal;
  readonly search = new SearchAddon({ highlightLimit: 1000 });
  /** Pixels, where the font has to be of another size than was chosen; null where it need not. */
  readonly scaled = signal<number | null>(null);
  readonly #held = new Disposables();

  constructor(readonly element: HTMLElement, settings: SettingsStore, links: LinkTarget) {
    this.terminal = new Terminal({
      allowProposedApi: true,
      altClickMovesCursor: false,
      macOptionIsMeta: true,
      rightClickSelectsWord: false,
      drawBoldTextInBrightColors: false,
      linkHandler: {
        activate: (event, text) => links.follow(event, text),
        hover: (_, text) => links.hover(text),
        leave: () => links.hover(null),
      },
    });
    this.#held.add(disposable(() => this.terminal.dispose()));
    this.#dress(settings);
    this.terminal.loadAddon(new UnicodeGraphemesAddon());
    this.terminal.loadAddon(this.search);
    this.terminal.loadAddon(new WebLinksAddon((event, address) => links.follow(event, address), {
      hover: (_, address) => links.hover(address),
      leave: () => links.hover(null),
    }));
    this.terminal.open(element);
    this.#useGraphicsCard();
    // A font that arrives late leaves glyphs of its stand-in in the renderer's cache.
    this.#held.add(listen(document.fonts, 'loadingdone', () => this.terminal.clearTextureAtlas()));
    Object.assign(element, { xterm: this.terminal });
  }

  dispose(): void {
    this.#held.dispose();
  }

  #dress(store: SettingsStore): void {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const dress = () => {
      const settings = store.current.value;
      const theme = chooseTheme(settings.theme, system.matches);
      Object.assign(this.terminal.options, {
        theme: theme.colors,
        fontSize: this.scaled.value ?? settings.fontSize,
        fontFamily: settings.fontFamily === '' ? systemFonts : `"${settings.fontFamily.replace(/["\\]/g, '')}", ${systemFonts}`,
        cursorStyle: settings.cursorStyle,
        cursorBlink: settings.cursorBlink && !matchMedia('(prefers-reduced-motion: reduce)').matches,
        scrollback: settings.scrollback,
        screenReaderMode: settings.screenReader,
        minimumContrastRatio: settings.theme === 'contrast' ? 7 : 1,
      });
      const root = document.documentElement;
      root.style.colorScheme = theme.dark ? 'dark' : 'light';
      root.style.setProperty('--screen', theme.colors.background ?? '');
      root.style.setProperty('--ink', theme.colors.foreground ?? '');
      root.style.setProperty('--good', theme.colors.green ?? '');
      root.style.setProperty('--warn', theme.colors.yellow ?? '');
      root.style.setProperty('--bad', theme.colors.red ?? '');
      root.style.setProperty('--accent', theme.colors.blue ?? '');
    };
    this.#held.add(disposable(effect(dress)));
    this.#held.add(listen(system, 'change', dress));
  }

  #useGraphicsCard(): void {
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.terminal.loadAddon(webgl);
    } catch {
      // No WebGL here: xterm.js goes on with its DOM renderer.
    }
  }
}

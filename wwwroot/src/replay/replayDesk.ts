import { computed, effect, signal, type Signal } from '@preact/signals';
import { Disposables, disposable, type Disposable } from '../disposable';
import { toggleFullScreen } from '../chrome/fullScreen';
import { copyText } from '../screen/clipboard';
import { isWeb } from '../screen/webAddress';
import type { Outline } from './frameSource';
import { markerBeside } from './markers';
import type { Player } from './player';

/** What went wrong, for people. `back`: where else to go. */
export interface Trouble {
  title: string;
  words: string;
  back: string | null;
}

/** What only a page of the gateway can do; a file on its own has none of it. */
export interface Surroundings {
  /** The address of a moment; null where moments have none. */
  momentAddress(at: number): string | null;
  downloads: { name: string; about: string; address: string }[];
  explain(failure: unknown): Trouble;
}

/** Everything a person can do with a recording, whichever button or key they use. */
export class ReplayDesk implements Disposable {
  readonly panel = signal<'markers' | 'help' | 'download' | null>(null);
  readonly captions = signal(true);
  readonly hoveredLink = signal<string | null>(null);
  /** A short word about what was just done. */
  readonly said = signal<string | null>(null);
  readonly markers = computed(() => this.outline.value.markers);
  readonly #held = new Disposables();
  #hush = 0;

  constructor(readonly player: Player, readonly outline: Signal<Outline>, readonly surroundings: Surroundings) {
    let wasLive = false;
    this.#held.add(disposable(effect(() => {
      const live = player.live.value;
      if (wasLive && !live) this.say('The recording has ended');
      wasLive = live;
    })));
    this.#held.add(disposable(() => clearTimeout(this.#hush)));
  }

  say(words: string): void {
    clearTimeout(this.#hush);
    this.said.value = words;
    this.#hush = window.setTimeout(() => (this.said.value = null), 2500);
  }

  show(panel: 'markers' | 'help' | 'download'): void {
    this.panel.value = this.panel.value === panel ? null : panel;
  }

  move(seconds: number): void {
    void this.player.seek(this.player.at.value + seconds);
  }

  toMarker(direction: 1 | -1): void {
    const marker = markerBeside(this.markers.value, this.player.at.value, direction);
    if (marker) void this.player.seek(marker.at);
    else this.say(direction === 1 ? 'No later marker' : 'No earlier marker');
  }

  toggleSkipping(): void {
    this.player.skipping.value = !this.player.skipping.value;
    this.say(this.player.skipping.value ? 'Pauses are shortened' : 'Pauses are played in full');
  }

  toggleCaptions(): void {
    this.captions.value = !this.captions.value;
    this.say(this.captions.value ? 'What was typed is shown' : 'What was typed is not shown');
  }

  faster(steps: number): void {
    this.player.faster(steps);
    this.say(`${this.player.speed.value}×`);
  }

  fullScreen(): void {
    void toggleFullScreen();
  }

  async copyMoment(): Promise<void> {
    const address = this.surroundings.momentAddress(this.player.at.value);
    if (address !== null) this.say(await copyText(address) ? 'Link to this moment copied' : 'The browser did not allow copying');
  }

  /** A link in the output: followed only when that was surely meant. */
  followLink(event: MouseEvent, address: string): void {
    if ((event.ctrlKey || event.metaKey) && isWeb(address)) window.open(address, '_blank', 'noopener,noreferrer');
  }

  dispose(): void {
    this.#held.dispose();
  }
}

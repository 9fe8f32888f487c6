import { effect, type Signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { SettingsStore } from '../screen/settings';
import type { FrameSource, Outline } from './frameSource';
import { Player } from './player';
import { ReplayDesk, type Surroundings } from './replayDesk';
import { ReplayView } from './replayView';
import { followKeys } from './shortcuts';
import { Stage } from './stage';
import { Theatre } from './theatre';

interface Replay {
  source: FrameSource;
  outline: Signal<Outline>;
  surroundings: Surroundings;
  /** The second to show first, and to stop at; null to play from the beginning. */
  moment: number | null;
  head: ComponentChildren;
}

/** Sets up a player in the page's two places, and shows the first of it. */
export function startReplay(screen: HTMLElement, chrome: HTMLElement, { source, outline, surroundings, moment, head }: Replay): ReplayDesk {
  const settings = new SettingsStore({});
  const theatre = new Theatre(screen, settings, {
    follow: (event, address) => desk.followLink(event, address),
    hover: address => (desk.hoveredLink.value = address),
  });
  const stage = new Stage(theatre.terminal);
  stage.resized = () => theatre.fitting.soon();
  const player = new Player(source, stage, outline.peek());
  const desk = new ReplayDesk(player, outline, surroundings);
  render(<ReplayView desk={desk} head={head} />, chrome);
  theatre.fitting.fit();
  effect(() => {
    void settings.current.value;
    theatre.fitting.soon();
  });
  followKeys(desk);
  const frame = (now: number) => {
    player.tick(now);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  if (moment === null && player.live.value) void player.follow();
  else {
    void player.seek(moment ?? 0);
    if (moment === null) player.play();
  }
  return desk;
}

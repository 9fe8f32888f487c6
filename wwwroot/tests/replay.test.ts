import { describe, expect, it, vi } from 'vitest';
import type { CastEvent, RecordingFrames, RecordingKeyframe } from '../src/protocol';
import { activityPath } from '../src/replay/activity';
import { EmbeddedFrames, readEmbedded } from '../src/replay/embeddedFrames';
import type { FrameSource } from '../src/replay/frameSource';
import { keysInWords } from '../src/replay/keysInWords';
import { markerBeside, markerInWords } from '../src/replay/markers';
import { Player } from '../src/replay/player';
import { Reel } from '../src/replay/reel';
import { Scrub } from '../src/replay/scrub';
import { Stage } from '../src/replay/stage';
import { lengthInWords, momentIn, timeInWords } from '../src/replay/times';

const output = (...times: number[]): CastEvent[] => times.map(at => [at, 'o', `<${at}>`]);
const settle = async () => { for (let turn = 0; turn < 20; turn++) await Promise.resolve(); };

/** A recording in pieces; says what it was asked for, and answers when told to where it is held back. */
class Pieces implements FrameSource {
  readonly asked: string[] = [];
  live = false;
  seconds: number;
  keyframe: RecordingKeyframe | null = null;
  failing: Error | null = null;
  held: (() => void)[] | null = null;

  constructor(readonly pieces: CastEvent[][], seconds?: number) {
    this.seconds = seconds ?? pieces.flat().at(-1)?.[0] ?? 0;
  }

  async from(at: number): Promise<RecordingFrames> {
    this.asked.push(`from ${at}`);
    const begin = this.keyframe && this.keyframe.at <= at ? this.keyframe : null;
    const first = begin === null ? 0 : this.pieces.findIndex(piece => (piece.at(-1)?.[0] ?? 0) > begin.at);
    return this.#answer(first, begin);
  }

  async after(next: string): Promise<RecordingFrames> {
    this.asked.push(`next ${next}`);
    return this.#answer(Number(next), null);
  }

  async #answer(piece: number, keyframe: RecordingKeyframe | null): Promise<RecordingFrames> {
    if (this.held) await new Promise<void>(done => this.held?.push(done));
    if (this.failing) throw this.failing;
    const events = (this.pieces[piece] ?? []).filter(([at]) => at > (keyframe?.at ?? -1));
    const next = this.live ? Math.min(piece + 1, this.pieces.length) : piece + 1;
    return { keyframe, events, next: this.live || next < this.pieces.length ? String(next) : null, live: this.live, seconds: this.seconds };
  }
}

/** What happened on a screen, in order; parsed at once, or when told to. */
class Paper {
  readonly done: string[] = [];
  slow = false;
  #queue: [data: string, then?: () => void][] = [];

  write(data: string | Uint8Array, then?: () => void): void {
    this.#queue.push([typeof data === 'string' ? data : new TextDecoder().decode(data), then]);
    if (!this.slow) this.parse();
  }

  parse(): void {
    for (const [data, then] of this.#queue.splice(0)) {
      if (data !== '' && !data.startsWith('\x18')) this.done.push(data);
      then?.();
    }
  }

  reset(): void { this.done.push('reset'); }
  resize(columns: number, rows: number): void { this.done.push(`${columns}x${rows}`); }

  taken(): string {
    return this.done.splice(0).join(' ');
  }
}

function playing(source: FrameSource, seconds: number, live = false) {
  const paper = new Paper();
  const player = new Player(source, new Stage(paper), { columns: 80, rows: 24, started: '', seconds, activity: [], markers: [], live });
  let now = 0;
  player.tick(now);
  /** So many seconds go by, in frames of 50 ms. */
  const pass = async (time: number) => {
    for (const end = now + time * 1000; now < end - 1;) {
      player.tick(now += 50);
      await settle();
    }
  };
  return { player, paper, pass };
}

describe('a player', () => {
  it('plays what was written at its time, at any speed', async () => {
    const { player, paper, pass } = playing(new Pieces([output(0.5, 1, 1.5, 4)]), 4);
    await player.seek(0);
    player.skipping.value = false;
    expect([player.state.value, paper.taken()]).toEqual(['paused', 'reset 80x24']);
    await pass(1);
    expect(paper.taken(), 'paused').toBe('');
    player.play();
    await pass(1.2);
    expect(paper.taken()).toBe('<0.5> <1>');
    player.speed.value = 0.5;
    await pass(0.4);
    expect(paper.taken(), 'half as fast').toBe('');
    player.speed.value = 4;
    await pass(0.8);
    expect([paper.taken(), player.state.value, player.at.value]).toEqual(['<1.5> <4>', 'ended', 4]);
    player.play();
    await settle();
    await pass(0.2);
    expect([paper.taken(), player.state.value], 'from the beginning').toEqual(['reset 80x24 <0.5>', 'playing']);
  });

  it('shortens pauses, and plays them in full on request', async () => {
    const { player, paper, pass } = playing(new Pieces([output(1, 601, 602)]), 602);
    await player.seek(0);
    player.play();
    await pass(2.5);
    expect([paper.taken(), player.skipped.value]).toEqual(['reset 80x24 <1>', null]);
    await pass(0.6);
    expect([paper.taken(), Math.floor(player.at.value), player.skipped.value]).toEqual(['<601>', 601, { at: 601, seconds: 598 }]);
    await player.seek(300);
    await pass(1.9);
    expect(player.at.value, 'a pause is as long wherever it is entered').toBeLessThan(302);
    await pass(0.2);
    expect(player.at.value).toBeGreaterThan(601);
    player.skipping.value = false;
    await player.seek(300);
    await pass(30);
    expect(player.at.value).toBeCloseTo(330, 0);
  });

  it('goes on where it was when its tab comes back', async () => {
    const { player, pass } = playing(new Pieces([output(1, 100)]), 100);
    await player.seek(0);
    player.play();
    await pass(0.1);
    player.tick(3_600_000);
    expect(player.at.value).toBeLessThan(0.5);
  });

  it('begins at the screen before the moment, and runs on to it', async () => {
    const source = new Pieces([output(1, 2), output(10, 11, 12, 13), output(20)]);
    source.keyframe = { at: 10.5, columns: 100, rows: 30, data: btoa('{screen}') };
    const { player, paper } = playing(source, 20);
    await player.seek(12.5);
    expect(paper.taken()).toBe('reset 100x30 {screen} <11> <12>');
    await player.seek(13);
    expect([paper.taken(), source.asked.length], 'near enough to run on').toEqual(['<13>', 1]);
    await player.seek(1);
    expect(paper.taken()).toBe('reset 80x24 <1>');
  });

  it('knows a moment that came after it was last asked how long the recording is', async () => {
    const { player, paper } = playing(new Pieces([output(1, 2, 30)]), 1.5);
    await player.seek(30);
    expect([paper.taken(), player.at.value, player.seconds.value]).toEqual(['reset 80x24 <1> <2> <30>', 30, 30]);
    await player.seek(99);
    expect(player.at.value).toBe(30);
  });

  it('shows the moment that was asked for last', async () => {
    const source = new Pieces([output(1, 2, 3), output(50)]);
    source.held = [];
    const { player, paper } = playing(source, 50);
    const first = player.seek(3);
    const second = player.seek(1);
    source.held.splice(0).forEach(go => go());
    await Promise.all([first, second]);
    expect([paper.taken(), player.at.value]).toEqual(['reset 80x24 <1>', 1]);
  });

  it('changes the size in its place among the output, and to no size that is none', async () => {
    const paper = new Paper();
    const stage = new Stage(paper);
    paper.slow = true;
    stage.write('a');
    for (const size of ['100x30', '0x0', '9999x9999', 'x', '80x24;rm', '-1x5']) stage.resize(size);
    stage.write('b');
    expect(paper.taken()).toBe('');
    paper.parse();
    expect(paper.taken()).toBe('a 100x30 2x2 1000x1000 b');
  });

  it('does not get ahead of a screen that is slow', async () => {
    const flood = Array.from({ length: 40 }, (_, index): CastEvent => [1 + index / 1000, 'o', 'x'.repeat(100_000)]);
    const { player, paper, pass } = playing(new Pieces([flood]), 2);
    await player.seek(0);
    paper.taken();
    paper.slow = true;
    player.play();
    await pass(3);
    paper.parse();
    expect(paper.taken().length).toBeLessThan(1_300_000);
    for (let time = 0; time < 5; time++) {
      await pass(0.5);
      paper.parse();
    }
    expect(player.state.value).toBe('ended');
  });

  it('says why it cannot go on, and goes on when it can', async () => {
    const source = new Pieces([output(1), output(2)]);
    const { player, paper, pass } = playing(source, 2);
    source.failing = new Error('not here');
    await player.seek(0);
    expect([player.failure.value, player.state.value]).toEqual([source.failing, 'loading']);
    source.failing = null;
    await player.seek(0);
    source.failing = new Error('not now');
    player.play();
    await pass(2);
    expect([player.failure.value, player.waiting.value]).toEqual([source.failing, true]);
    source.failing = null;
    await pass(5);
    expect([player.failure.value, player.state.value, paper.taken()]).toEqual([null, 'ended', 'reset 80x24 <1> <2>']);
  });

  it('says who typed what, and forgets it elsewhere', async () => {
    const typed: CastEvent[] = [[1, 'p', '{"id":"a","name":"Alice"}'], [1, 'i', 'ls'], [1.1, 'i', '\r'], [2, 'u', ''], [2.5, 'p', 'broken'], [3, 'i', 'q'], [30, 'o', 'x']];
    const { player, pass } = playing(new Pieces([typed]), 30);
    await player.seek(1.5);
    expect(player.typed.latest.value).toEqual({ name: 'Alice', keys: 'ls⏎' });
    await player.seek(2);
    expect(player.typed.latest.value?.keys).toBe('something that was not shown');
    await player.seek(3);
    expect(player.typed.latest.value).toEqual({ name: '', keys: 'q' });
    player.skipping.value = false;
    player.play();
    await pass(5);
    expect(player.typed.latest.value).toBeNull();
  });
});

describe('a live recording', () => {
  it('is followed a moment late, asked for once a second, and ends', async () => {
    const source = new Pieces([output(1, 2, 3)], 3);
    source.live = true;
    const { player, paper, pass } = playing(source, 3, true);
    await player.follow();
    expect([player.following.value, player.at.value, paper.taken()]).toEqual([true, 1.5, 'reset 80x24 <1>']);
    await pass(3);
    expect([paper.taken(), player.at.value, player.waiting.value]).toEqual(['<2> <3>', 3, false]);
    const asked = source.asked.length;
    await pass(5);
    expect(source.asked.length - asked).toBeGreaterThanOrEqual(4);
    expect(source.asked.length - asked).toBeLessThanOrEqual(6);
    source.pieces.push(output(9));
    source.seconds = 9;
    await pass(8);
    expect([paper.taken(), player.seconds.value]).toEqual(['<9>', 9]);
    source.live = false;
    await pass(2);
    expect([player.live.value, player.following.value, player.state.value]).toEqual([false, false, 'ended']);
  });

  it('is left for an earlier moment, and caught up with again', async () => {
    const source = new Pieces([output(...Array.from({ length: 60 }, (_, second) => second + 1))], 60);
    source.live = true;
    const { player, pass } = playing(source, 60, true);
    await player.follow();
    await player.seek(10);
    expect(player.following.value).toBe(false);
    await pass(1);
    expect(player.at.value).toBeCloseTo(11, 0);
    await player.follow();
    await pass(0.1);
    expect([player.following.value, Math.round(player.at.value)]).toEqual([true, 59]);
    player.pause();
    expect(player.following.value).toBe(false);
  });
});

it('a reel never holds more than two pieces', async () => {
  const source = new Pieces(Array.from({ length: 30 }, (_, piece) => Array.from({ length: 100 }, (_, event): CastEvent => [piece + event / 100, 'o', 'x'])));
  const reel = new Reel(source);
  await reel.go(0);
  let most = 0;
  let played = 0;
  while (reel.upcoming || reel.more) {
    if (reel.low) await reel.fetch();
    most = Math.max(most, reel.held);
    if (reel.take()) played++;
  }
  expect([played, most <= 200]).toEqual([3000, true]);
});

it('dragging along the strip asks for the first place, some on the way, and the last', () => {
  vi.useFakeTimers();
  const asked: number[] = [];
  const scrub = new Scrub(at => asked.push(at));
  scrub.move(5);
  scrub.begin(10);
  for (let at = 11; at < 41; at++) {
    scrub.move(at);
    vi.advanceTimersByTime(10);
  }
  scrub.end(50);
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect([asked[0], asked.at(-1), asked.length]).toEqual([10, 50, 4]);
});

describe('the words of a replay', () => {
  it('are keys as people say them, and nothing that does anything', () => {
    expect(keysInWords('show ver\r')).toBe('show ver⏎');
    expect(keysInWords('\x03\x1b[A\x1bOB\x7f\t\x1b\x1b[200~x')).toBe('^C↑↓⌫⇥⎋◆x');
    expect(keysInWords('a\u202eb\x9bc')).toBe('abc');
  });

  it('are markers, before and after', () => {
    const markers = [{ at: 5, kind: 'joined', label: 'Bob' }, { at: 9, kind: 'notice', label: '<b>late</b>' }, { at: 20, kind: 'cutoff', label: '' }] as const;
    expect(markers.map(markerInWords)).toEqual(['Bob joined', '<b>late</b>', 'Cut off']);
    expect([markerBeside(markers, 5, 1)?.at, markerBeside(markers, 9.5, -1)?.at, markerBeside(markers, 3, -1), markerBeside(markers, 20, 1)]).toEqual([9, 5, undefined, undefined]);
  });

  it('are times, lengths and moments', () => {
    expect([0, 67.9, 3723].map(timeInWords)).toEqual(['0:00', '1:07', '1:02:03']);
    expect([3.4, 60, 3599.7, 3725].map(lengthInWords)).toEqual(['3 s', '1 min', '1 h', '1 h 2 min']);
    expect(['?t=12.5', '?node=a&t=3', '?t=-1', '?t=1e9', '?t=', ''].map(momentIn)).toEqual([12.5, 3, null, null, null, null]);
  });

  it('are an outline of what was written when', () => {
    expect(activityPath([])).toBe('M0 100V100Z');
    expect(activityPath([0, 100, 1])).toBe('M0 100V100H1V0.0H2V90.0H3V100Z');
  });
});

it('a file plays what was written into it, and nothing else', async () => {
  expect(readEmbedded('null')).toBeNull();
  expect(readEmbedded('{"title":"x"}')).toBeNull();
  const embedded = readEmbedded('{"title":"\\u003cb>","columns":80,"rows":24,"started":"2026-01-01T00:00:00Z","events":[[1,"o","a"],[4,"o","bc"]],"markers":[]}');
  if (!embedded) throw new Error('It was not read.');
  const source = new EmbeddedFrames(embedded);
  const { seconds, activity } = source.outline;
  expect([embedded.title, seconds, activity.length, activity[100], activity[399]]).toEqual(['<b>', 4, 400, 1, 2]);
  const { player, paper } = playing(source, seconds);
  await player.seek(2);
  expect(paper.taken()).toBe('reset 80x24 a');
});

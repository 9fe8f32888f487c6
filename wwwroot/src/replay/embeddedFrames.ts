import type { CastEvent, RecordingFrames, RecordingMarker } from '../protocol';
import type { FrameSource, Outline } from './frameSource';

const parts = 400;

/** What the gateway wrote into an exported file. */
export interface Embedded {
  title: string;
  columns: number;
  rows: number;
  started: string;
  events: CastEvent[];
  markers: RecordingMarker[];
}

/** A recording that stands in the page itself: all of it, always. */
export class EmbeddedFrames implements FrameSource {
  constructor(private readonly embedded: Embedded) {}

  get outline(): Outline {
    const { columns, rows, started, events, markers } = this.embedded;
    const seconds = this.#seconds;
    return { columns, rows, started, seconds, markers, live: false, activity: activityOf(events, seconds) };
  }

  async from(): Promise<RecordingFrames> {
    return { keyframe: null, events: this.embedded.events, next: null, live: false, seconds: this.#seconds };
  }

  after(): Promise<RecordingFrames> {
    return Promise.reject(new Error('There is nothing after all of it.'));
  }

  get #seconds(): number {
    return this.embedded.events.at(-1)?.[0] ?? 0;
  }
}

/** The part of a file's text that is a recording; null if there is none. */
export function readEmbedded(text: string): Embedded | null {
  const value = JSON.parse(text) as Partial<Embedded> | null;
  if (!value || !Array.isArray(value.events)) return null;
  return { title: String(value.title ?? ''), columns: value.columns ?? 80, rows: value.rows ?? 24, started: String(value.started ?? ''), events: value.events, markers: value.markers ?? [] };
}

function activityOf(events: CastEvent[], seconds: number): number[] {
  const activity = new Array<number>(parts).fill(0);
  for (const [at, code, data] of events) {
    if (code !== 'o') continue;
    const part = Math.min(Math.floor(at / Math.max(seconds, 0.001) * parts), parts - 1);
    activity[part] = (activity[part] ?? 0) + data.length;
  }
  return activity;
}

import { ask } from '../people/api';
import type { RecordingFrames } from '../protocol';
import type { FrameSource } from './frameSource';

/** A recording that the gateway hands out piece by piece. */
export class FetchedFrames implements FrameSource {
  constructor(private readonly id: string, private readonly node: string) {}

  from(at: number): Promise<RecordingFrames> {
    return this.#ask({ from: at.toFixed(3) });
  }

  after(next: string): Promise<RecordingFrames> {
    return this.#ask({ next });
  }

  async #ask(which: Record<string, string>): Promise<RecordingFrames> {
    const frames = await ask<RecordingFrames>('GET', `${recordingPath(this.id)}/frames?${new URLSearchParams({ ...(this.node === '' ? {} : { node: this.node }), ...which })}`);
    if (!frames) throw new Error('The gateway answered with nothing.');
    return frames;
  }
}

/** "api/recordings/{id}", whatever stands in the page's address. */
export function recordingPath(id: string): string {
  return `api/recordings/${encodeURIComponent(id)}`;
}

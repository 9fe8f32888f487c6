import type { RecordingFrames, RecordingMarker } from '../protocol';

/** What is known of a recording before it plays. */
export interface Outline {
  columns: number;
  rows: number;
  /** ISO 8601. */
  started: string;
  /** How long it is, in seconds; a live one grows. */
  seconds: number;
  /** Output in equal parts of its length; empty where that is not known. */
  activity: number[];
  markers: RecordingMarker[];
  live: boolean;
}

/** Where a player gets a recording from: the gateway, or the file it stands in. */
export interface FrameSource {
  /** The screen at or before that second, and what follows it. */
  from(at: number): Promise<RecordingFrames>;
  /** What follows an earlier answer. */
  after(next: string): Promise<RecordingFrames>;
}

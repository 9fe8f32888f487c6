import type { RecordingHit, RecordingSummary } from '../protocol';

/** What was found in one recording. */
export interface Found {
  recording: RecordingSummary;
  hits: RecordingHit[];
}

/** Hits by recording, in the order in which the recordings first come up; in each by time. */
export function byRecording(hits: readonly RecordingHit[]): Found[] {
  const groups = new Map<string, Found>();
  for (const hit of hits) {
    const key = `${hit.recording.node} ${hit.recording.id}`;
    const group = groups.get(key) ?? { recording: hit.recording, hits: [] };
    group.hits.push(hit);
    groups.set(key, group);
  }
  return [...groups.values()].map(group => ({ ...group, hits: group.hits.toSorted((a, b) => a.at - b.at) }));
}

/** A line in pieces, those that were looked for marked; ranges that lie outside or over each other mark what there is, once. */
export function piecesOf(line: string, ranges: readonly (readonly [start: number, length: number])[]): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  const add = (from: number, to: number, marked: boolean) => { if (to > from) pieces.push({ text: line.slice(from, to), marked }); };
  let done = 0;
  for (const [start, length] of ranges.toSorted(([a], [b]) => a - b)) {
    const from = Math.min(Math.max(start, done), line.length);
    const to = Math.min(Math.max(start + length, from), line.length);
    if (to === from) continue;
    add(done, from, false);
    add(from, to, true);
    done = to;
  }
  add(done, line.length, false);
  return pieces;
}

import { address } from '../page';
import type { RecordingSummary } from '../protocol';
import { recordingPath } from '../replay/fetchedFrames';

type Place = Pick<RecordingSummary, 'id' | 'node'>;

/** The address of a recording's page, at a moment where one is given. */
export function recordingAddress({ id, node }: Place, at: number | null = null): string {
  const query = new URLSearchParams();
  if (node !== '') query.set('node', node);
  // Never before it: what was printed at that very moment has to be on the screen.
  if (at !== null) query.set('t', (Math.ceil(at * 1000) / 1000).toString());
  const text = query.toString();
  return `${address(`recordings/${encodeURIComponent(id)}`)}${text === '' ? '' : `?${text}`}`;
}

/** The id in the address of a recording's page. */
export function idIn(path: string): string {
  return decodeURIComponent(path.replace(/\/+$/, '').split('/').at(-1) ?? '');
}

export function downloadsOf({ id, node }: Place): { name: string; about: string; address: string }[] {
  const link = (format: string) => address(`${recordingPath(id)}/download?${new URLSearchParams({ ...(node === '' ? {} : { node }), format })}`);
  return [
    { name: 'One HTML file', about: 'Plays in any browser, with no server', address: link('html') },
    { name: 'Plain text', about: 'What stood on the screen, line by line', address: link('text') },
    { name: 'asciicast v3', about: 'As it was recorded; for asciinema 3', address: link('cast') },
    { name: 'asciicast v2', about: 'For older players', address: link('cast2') },
  ];
}

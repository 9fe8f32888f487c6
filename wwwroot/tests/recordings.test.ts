import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordingHit, RecordingSummary } from '../src/protocol';
import { byRecording, piecesOf } from '../src/recordings/found';
import { everything, filterFault, fromFragment, isNarrowed, recordingQuery, toFragment } from '../src/recordings/recordingFilter';

const recording = (id: string, other: Partial<RecordingSummary> = {}): RecordingSummary => ({
  id, node: '', person: 'Alice', name: '', method: 'ssh', user: 'admin', port: 6022, domain: 'gateway.example', device: '', place: 'gateway.example:6022', started: '2026-01-01T10:00:00Z',
  seconds: 60, bytes: 100, state: 'complete', mine: false, ...other,
});
const hit = (id: string, at: number, node = ''): RecordingHit => ({ recording: recording(id, { node }), at, line: 'a line', ranges: [] });

describe('what is looked for', () => {
  it('is the list, or lines where there are words', () => {
    expect(recordingQuery(everything, null, 50)).toBe('api/recordings?limit=50');
    expect(recordingQuery({ ...everything, words: '  ' }, null, 50)).toBe('api/recordings?limit=50');
    const asked = new URL(recordingQuery({ words: ' down & out ', person: ' bob ', method: 'ssh', port: '6022', after: '2026-01-01T10:00', before: '' }, 'next/1', 20), 'http://gateway.example');
    expect(asked.pathname).toBe('/api/recordings/search');
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      words: 'down & out', person: 'bob', method: 'ssh', port: '6022', after: new Date('2026-01-01T10:00').toISOString(), limit: '20', page: 'next/1',
    });
  });

  it('stands in the page’s address where no server sees it, and comes back from there', () => {
    const filter = { ...everything, words: 'a=b&c #1', port: '6022' };
    expect(toFragment(filter)).toMatch(/^#[^#?]+$/);
    expect(fromFragment(toFragment(filter))).toEqual(filter);
    expect([toFragment(everything), fromFragment('#other=1')]).toEqual(['', everything]);
    expect([isNarrowed(filter), isNarrowed({ ...everything, words: ' ' })]).toEqual([true, false]);
  });

  it('is not asked with what cannot be', () => {
    expect(filterFault({ ...everything, port: '65535' })).toBeNull();
    for (const port of ['0', '65536', 'ssh', '-1']) expect(filterFault({ ...everything, port }), port).not.toBeNull();
    expect(filterFault({ ...everything, after: '2026-01-02T00:00', before: '2026-01-01T00:00' })).not.toBeNull();
  });
});

describe('what is found', () => {
  it('is grouped by recording, in each by time', () => {
    const found = byRecording([hit('b', 9), hit('a', 5), hit('b', 3), hit('b', 1, 'gw-2')]);
    expect(found.map(group => [group.recording.id, group.recording.node, group.hits.map(({ at }) => at)])).toEqual([['b', '', [3, 9]], ['a', '', [5]], ['b', 'gw-2', [1]]]);
  });

  it('is marked in the line, whatever the ranges are, and nothing of the line is lost', () => {
    const marked = (line: string, ranges: [number, number][]) => piecesOf(line, ranges).map(piece => piece.marked ? `[${piece.text}]` : piece.text).join('');
    expect(marked('<b>Gi0/1 is down</b>', [[12, 4], [3, 5]])).toBe('<b>[Gi0/1] is [down]</b>');
    expect(marked('down', [])).toBe('down');
    expect(marked('down', [[0, 4]])).toBe('[down]');
    expect(marked('abcdef', [[1, 3], [2, 3], [2, 1], [-5, 2], [5, 99], [99, 1], [3, -2]])).toBe('a[bcd][e][f]');
    expect(marked('', [[0, 3]])).toBe('');
  });
});

describe('a search', () => {
  beforeEach(() => {
    vi.resetModules();
    vi.stubGlobal('location', new URL('http://gateway.example/recordings'));
    vi.stubGlobal('document', { querySelector: () => ({ content: '{"base":"/"}' }) });
  });

  const answers = (...bodies: (object | number)[]) => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address.replace('http://gateway.example/', ''));
      const body = bodies.shift();
      return typeof body === 'number' ? new Response('', { status: body }) : Response.json(body);
    });
    return asked;
  };

  it('leads to the moment at which a line stood there, not to one before it', async () => {
    const { recordingAddress } = await import('../src/recordings/recordingLinks');
    expect(recordingAddress({ id: 'a/b', node: 'gw 2' }, 3.478123)).toBe('http://gateway.example/recordings/a%2Fb?node=gw+2&t=3.479');
    expect(recordingAddress({ id: 'a', node: '' })).toBe('http://gateway.example/recordings/a');
  });

  it('goes on where it stopped, keeps what it has where that fails, and shows lines or recordings, never both', async () => {
    const { RecordingSearch } = await import('../src/recordings/recordingSearch');
    const search = new RecordingSearch();
    const asked = answers({ recordings: [recording('a')], next: '2', unreachable: ['gw-2'] }, { recordings: [recording('b')], next: '3', unreachable: [] }, 500, { hits: [hit('a', 1)], next: null, unreachable: [] });
    await search.look(everything);
    await search.more();
    expect([search.recordings.value?.map(({ id }) => id), search.next.value, search.unreachable.value]).toEqual([['a', 'b'], '3', ['gw-2']]);
    await search.more();
    expect([search.recordings.value?.length, search.fault.value, search.busy.value]).toEqual([2, 'The gateway answered 500.', false]);
    await search.look({ ...everything, words: 'down' });
    expect([search.recordings.value, search.hits.value?.length, search.next.value, search.unreachable.value, search.fault.value]).toEqual([null, 1, null, [], null]);
    expect(asked).toEqual(['api/recordings?limit=50', 'api/recordings?limit=50&page=2', 'api/recordings?limit=50&page=3', 'api/recordings/search?words=down&limit=50']);
  });
});

import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/bytes';
import { CleanStart } from '../src/terminal/cleanStart';
import { OutputFeed } from '../src/terminal/outputFeed';
import { filterReplies } from '../src/terminal/replyFilter';

const text = new TextDecoder();

/** A terminal that parses when told to, and what the feed said. */
function feeding({ start = 0, replayEnd = 0, every = 4 } = {}) {
  const written: string[] = [];
  const pending: (() => void)[] = [];
  const said: string[] = [];
  const terminal = {
    write(data: string | Uint8Array, done?: () => void) {
      written.push(typeof data === 'string' ? data : text.decode(data));
      if (done) pending.push(done);
    },
    reset: () => written.push('<reset>'),
  } as unknown as Terminal;
  const feed = new OutputFeed(terminal, {
    acknowledge: offset => said.push(`acknowledge ${offset}`),
    gap: offset => said.push(`gap ${offset}`),
    caughtUp: () => said.push('caught up'),
    fresh: () => said.push('fresh'),
    size: (cols, rows) => written.push(`<${cols}x${rows}>`),
    painted: () => said.push('painted'),
    skipped: () => said.push('skipped'),
  }, every, start, replayEnd);
  const parse = (count = pending.length) => pending.splice(0, count).forEach(done => done());
  return { feed, written, said, parse };
}

describe('the output feed', () => {
  it('writes every byte once, also where frames overlap', () => {
    const { feed, written } = feeding();
    feed.push([0, utf8('abcd')]);
    feed.push([2, utf8('cdef')]);
    feed.push([1, utf8('bc')]);
    expect(written.join('')).toBe('abcdef');
    expect(feed.expected).toBe(6);
  });

  it('acknowledges what was parsed, not what arrived', () => {
    const { feed, said, parse } = feeding({ every: 4 });
    feed.push([0, utf8('abcd')]);
    feed.push([4, utf8('efgh')]);
    expect(said).toEqual([]);
    parse(1);
    expect(said).toContain('acknowledge 4');
    expect(said).not.toContain('acknowledge 8');
    parse();
    expect(said).toContain('acknowledge 8');
  });

  it('acknowledges at the end of what has come, however little it is', () => {
    const { feed, said, parse } = feeding({ every: 1000 });
    feed.push([0, utf8('ab')]);
    feed.push([2, utf8('c')]);
    parse();
    expect(said.filter(word => word.startsWith('acknowledge'))).toEqual(['acknowledge 3']);
  });

  it('knows for every byte whether it was shown before', () => {
    const { feed, written, said, parse } = feeding({ replayEnd: 3 });
    feed.push([0, utf8('abcdef')]);
    expect(written).toEqual(['abc', 'def']);
    expect(feed.replaying).toBe(true);
    parse(1);
    expect(feed.replaying).toBe(false);
    expect(said).not.toContain('fresh');
    parse();
    expect(said).toContain('fresh');
  });

  it('counts as replay what came while it was away', () => {
    const { feed, said, parse } = feeding();
    feed.push([0, utf8('ab')]);
    parse();
    feed.resume(4);
    expect(said.at(-1)).toBe('acknowledge 2');
    expect(feed.replaying).toBe(true);
    feed.push([2, utf8('cdef')]);
    parse();
    expect(feed.replaying).toBe(false);
  });

  it('says where bytes are missing, ends a cut sequence and goes on at the next line', () => {
    const { feed, written, said, parse } = feeding();
    feed.push([0, utf8('ab\x1b[3')]);
    feed.push([100, utf8('1mrest of a line\nnext')]);
    parse();
    expect(said).toContain('gap 100');
    expect(said).toContain('caught up');
    expect(written).toEqual(['ab\x1b[3', '\x18\x1b[0m', 'next']);
    expect(feed.parsed).toBe(121);
  });

  it('begins at a line where the beginning is no longer held', () => {
    const { feed, written, said, parse } = feeding({ start: 50, replayEnd: 60 });
    feed.push([50, utf8('tail\nab')]);
    feed.push([57, utf8('cd')]);
    expect(written.join('')).toBe('abcd');
    parse();
    expect(said).not.toContain('caught up');
    feed.push([59, utf8('e')]);
    parse();
    expect(said).toContain('caught up');
  });
});

describe('a screen in the stream', () => {
  it('is what a guest begins with: nothing in it is answered, and the stream goes on where it stands', () => {
    const { feed, written, said, parse } = feeding({ start: 900, replayEnd: 900 });
    feed.awaitScreen();
    expect(feed.replaying).toBe(true);
    feed.push([1000, utf8('SCREEN'), 100, 30]);
    expect(feed.expected).toBe(1000);
    parse(1);
    expect(written).toEqual(['\x18', 'SCREEN', '<reset>', '<100x30>']);
    expect(feed.replaying).toBe(true);
    parse();
    expect(said).toEqual(['acknowledge 1000', 'painted']);
    expect(feed.replaying).toBe(false);
    feed.push([990, utf8('0123456789new')]);
    parse();
    expect(written.at(-1)).toBe('new');
    expect(said).toContain('fresh');
  });

  it('that comes unasked means that this page was too slow; what it had not parsed is not answered either', () => {
    const { feed, written, said, parse } = feeding();
    feed.push([0, utf8('abc')]);
    expect(feed.replaying).toBe(false);
    feed.push([5000, utf8('SCREEN'), 80, 24]);
    feed.push([5000, utf8('more')]);
    expect(feed.replaying).toBe(true);
    parse(1);
    expect(said).toEqual(['skipped']);
    expect(feed.replaying).toBe(true);
    parse(2);
    expect(feed.replaying).toBe(false);
    parse();
    expect(written).toEqual(['abc', '\x18', 'SCREEN', 'more', '<reset>', '<80x24>']);
    expect(said.filter(word => word.startsWith('acknowledge'))).toEqual(['acknowledge 5000', 'acknowledge 5004']);
    expect(said).not.toContain('gap 5000');
  });

  it('follows another before that was parsed, and only after the last one answers are given', () => {
    const { feed, parse } = feeding();
    feed.push([100, utf8('ONE'), 80, 24]);
    feed.push([200, utf8('TWO'), 80, 24]);
    parse(2);
    expect(feed.replaying).toBe(true);
    parse();
    expect([feed.replaying, feed.parsed, feed.expected]).toEqual([false, 200, 200]);
  });

  it('is what xterm.js shows then, whatever was cut in two before it, and answers none of its questions', async () => {
    const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
    const nothing = () => undefined;
    const feed = new OutputFeed(terminal, {
      acknowledge: nothing, gap: nothing, caughtUp: nothing, fresh: nothing, painted: nothing, skipped: nothing, size: (cols, rows) => terminal.resize(cols, rows),
    }, 100, 0, 0);
    const answers: string[] = [];
    terminal.onData(data => answers.push(data));
    filterReplies(terminal, () => feed.replaying);
    feed.push([0, utf8('before\x1b[6n\x1b]0;a title that was cut: \xe9').subarray(0, -1)]);
    feed.push([1000, utf8('\x1b[?1049h\x1b[3;5Hboard\x1b[6n'), 100, 30]);
    feed.push([1000, utf8('!\x1b[5n')]);
    await new Promise<void>(resolve => feed.drained(resolve));
    const screen = terminal.buffer.active;
    expect([terminal.cols, terminal.rows, screen.type, screen.getLine(2)?.translateToString(true)]).toEqual([100, 30, 'alternate', '    board!']);
    expect(answers).toEqual(['\x1b[0n']);
  });

  it('needs no clean start, also where the beginning was missing', () => {
    const { feed, written, said, parse } = feeding({ start: 50, replayEnd: 60 });
    feed.awaitScreen();
    feed.push([60, utf8('x'), 80, 24]);
    feed.push([60, utf8('no line feed')]);
    parse();
    expect(written).toContain('no line feed');
    expect(said).not.toContain('caught up');
  });
});

describe('a clean start', () => {
  it('waits for the end of the first line', () => {
    const clean = new CleanStart();
    expect(clean.take(utf8('rest')).found).toBe(false);
    const { rest, found } = clean.take(utf8(' of it\nline'));
    expect([text.decode(rest), found]).toEqual(['line', true]);
  });

  it('takes the next escape sequence where no line ends for long', () => {
    const clean = new CleanStart();
    const bytes = new Uint8Array(16 * 1024).fill(0x61);
    bytes[16_380] = 0x1b;
    const { rest, found } = clean.take(bytes);
    expect([rest.length, found]).toEqual([4, true]);
  });
});

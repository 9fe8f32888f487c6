// What the client's emulator makes of bytes: one JSON question a line on stdin, one JSON answer a line on stdout.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const { Terminal } = require('@xterm/headless');
const { UnicodeGraphemesAddon } = require('@xterm/addon-unicode-graphemes');

const all = 0x3ffffff;
const charsets = ['0', 'A', '4', 'C', 'R', 'Q', 'K', 'Y', 'E', 'Z', 'H', '='];

function color(word) {
  switch (word & 0x3000000) {
    case 0: return '-';
    case 0x1000000: return `p${word & 255}`;
    case 0x2000000: return `q${word & 255}`;
    default: return `#${(word & 0xffffff).toString(16)}`;
  }
}

function pen(fg, bg, ext) {
  const extended = (bg & 0x10000000) !== 0;
  const style = (fg & 0x10000000) === 0 ? 0 : extended ? Math.max(1, (ext >>> 26) & 7) : 1;
  const flags = `${((fg & 0xec000000) >>> 26).toString(16)}.${((bg & 0x6c000000) >>> 26).toString(16)}`;
  return `{${color(fg)} ${color(bg)} ${flags} ${style} ${extended && style ? color(ext & all) : '-'}}`;
}

function row(line, columns, loose) {
  if (!line) return '';
  let text = '', last = pen(0, 0, 0), trailing = '';
  for (let i = 0; i < columns; i++) {
    const content = line._data[i * 3], fg = line._data[i * 3 + 1], bg = line._data[i * 3 + 2];
    let chars = line.getString(i), width = content >> 22;
    if (loose && !chars && (width === 0 || fg !== 0 || (bg & 0x6c000000) !== 0)) {
      const half = i > 0 && line._data[(i - 1) * 3] >> 22 === 2;
      if (half) width = 0;
      else [chars, width] = [' ', 1];
    }
    if (loose && !chars && i === columns - 1) chars = width === 0 ? chars : ' ';
    const now = loose && width === 0 ? last : pen(fg, bg, line._extendedAttrs[i]?._ext ?? 0);
    const cell = (now === last ? '' : now) + (chars || (width === 0 ? '\u00ab' : '\u00b7')) + (width === 2 ? '\u00bb' : '');
    trailing += cell;
    last = now;
    if (chars || width !== 1 || now !== pen(0, 0, 0)) {
      text += trailing;
      trailing = '';
    }
  }
  return text;
}

function charset(set) {
  if (!set) return 'B';
  return charsets.find(each => set === known[each]) ?? '?';
}

const known = {};
{
  const terminal = new Terminal({ allowProposedApi: true });
  for (const each of charsets) {
    terminal._core.writeSync(`\x1b(${each}`);
    known[each] = terminal._core._charsetService.charset;
  }
}

function buffer(it, columns, rows, loose) {
  const lines = [];
  for (let i = 0; i < rows; i++) {
    const line = it.lines.get(it.ybase + i);
    lines.push((line?.isWrapped && !(loose && i === 0) ? '+' : ' ') + row(line, columns, loose));
  }
  const tabs = Object.keys(it.tabs).map(Number).filter(i => it.tabs[i] && i < columns).sort((a, b) => a - b);
  const saved = [Math.min(it.savedX, columns - 1), it.savedY, pen(it.savedCurAttrData.fg, it.savedCurAttrData.bg & ~0x10000000, 0), charset(it.savedCharset)];
  while (lines.length && lines.at(-1) === ' ') lines.pop();
  return [`region ${it.scrollTop} ${it.scrollBottom}`, `tabs ${tabs}`, `saved ${saved}`, ...lines];
}

function dump(terminal, loose) {
  const core = terminal._core, { cols, rows, buffers } = core._bufferService, dec = core.coreService.decPrivateModes;
  const attributes = core._inputHandler._curAttrData, sets = core._charsetService, on = value => (value ? 1 : 0);
  return [
    `${cols}x${rows} ${buffers.active === buffers.alt ? 'alternate' : 'main'} cursor ${buffers.active.x} ${buffers.active.y}`,
    `pen ${pen(attributes.fg, attributes.bg, attributes.extended._ext)} ${color(attributes.extended._ext & all)}`,
    `sets ${[0, 1, 2, 3].map(i => charset(sets._charsets[i]))} ${sets.glevel} ${charset(sets.charset)}`,
    `modes irm${on(core.coreService.modes.insertMode)} lnm${on(terminal.options.convertEol)} ckm${on(dec.applicationCursorKeys)} kpam${on(dec.applicationKeypad)} om${on(dec.origin)} awm${on(dec.wraparound)} rw${on(dec.reverseWraparound)} focus${on(dec.sendFocus)} paste${on(dec.bracketedPasteMode)} hidden${on(core.coreService.isCursorHidden)} style ${dec.cursorStyle ?? '-'} ${dec.cursorBlink ?? '-'} mouse ${core.coreMouseService.activeProtocol} ${core.coreMouseService.activeEncoding}`,
    ...buffer(buffers.normal, cols, rows, loose),
    ...(buffers.active === buffers.alt ? ['--', ...buffer(buffers.alt, cols, rows, loose)] : []),
  ].join('\n');
}

function run({ columns, rows, steps, loose, scrollback = 0 }) {
  // This kind of PTY has no reflow, and nothing else that differs.
  const terminal = new Terminal({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off', windowsPty: { backend: 'winpty', buildNumber: 1 } });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  let title = '';
  terminal.onTitleChange(text => { title = text; });
  for (const step of steps) {
    if (typeof step === 'string') terminal._core.writeSync(Buffer.from(step, 'base64'));
    else terminal.resize(step[0], step[1]);
  }
  const text = `${dump(terminal, loose)}\ntitle ${title}`;
  terminal.dispose();
  return text;
}

/** Runs of equal code points, as the product's table has them: a length (7 bits a byte, low ones first), then width and kind. */
function characters() {
  const terminal = new Terminal({ allowProposedApi: true });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  const bytes = [];
  let last = -1, length = 0;
  const end = () => {
    for (; length > 127; length >>= 7) bytes.push((length & 127) | 128);
    bytes.push(length, last);
    length = 0;
  };
  for (let code = 0; code < 0x110000; code++) {
    const properties = terminal._core.unicodeService.charProperties(code, 0);
    const value = (((properties >> 1) & 3) << 4) | ((properties >> 3) & 15);
    if (value !== last && last >= 0) end();
    last = value;
    length++;
  }
  end();
  return Buffer.from(bytes).toString('base64');
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let answer;
  try {
    answer = question.characters ? characters() : run(question);
  } catch (error) {
    answer = `error ${error.stack}`;
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

import type { Terminal } from '@xterm/xterm';

const blank = /\s/;

/** Selects the word under a point of the window; nothing where there is none. */
export function selectWordAt(terminal: Terminal, x: number, y: number): void {
  const box = terminal.element?.querySelector('.xterm-screen')?.getBoundingClientRect();
  if (!box) return;
  const column = Math.floor((x - box.left) / (box.width / terminal.cols));
  const row = Math.floor((y - box.top) / (box.height / terminal.rows)) + terminal.buffer.active.viewportY;
  const line = terminal.buffer.active.getLine(row);
  const isBlank = (at: number) => {
    const cell = line?.getCell(at);
    // The second half of a wide character has no text of its own, and belongs to it.
    return !cell || (cell.getWidth() > 0 && (cell.getChars() === '' || blank.test(cell.getChars())));
  };
  if (isBlank(column)) return;
  let first = column;
  let last = column;
  while (first > 0 && !isBlank(first - 1)) first--;
  while (!isBlank(last + 1)) last++;
  terminal.select(first, row, last - first + 1);
}

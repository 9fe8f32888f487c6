import type { IDisposable, Terminal } from '@xterm/xterm';
import { disposable, type Disposable } from '../disposable';

const statusReports = new Set([5, 6]);

/**
 * A terminal answers questions in its input stream, as if they had been typed;
 * a hostile device can make it type what it likes. Answered are device
 * attributes, "are you well" and the cursor position, and those only while the
 * output is new and nobody else answers: an answer during replay, or by each of
 * several people who type, would be typed into the device a second time. Every
 * other question is swallowed here, before xterm.js sees it.
 *
 * @param silent whether what xterm.js parses now is not to be answered here
 */
export function filterReplies(terminal: Terminal, silent: () => boolean): Disposable {
  const parser = terminal.parser;
  const swallow = () => true;
  const question = (data: string) => data.includes('?');
  const handlers: IDisposable[] = [
    parser.registerCsiHandler({ final: 'c' }, silent),
    parser.registerCsiHandler({ prefix: '>', final: 'c' }, silent),
    parser.registerCsiHandler({ final: 'n' }, params => silent() || !statusReports.has(Number(params[0]))),
    parser.registerCsiHandler({ prefix: '=', final: 'c' }, swallow),
    parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow),
    parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow),
    parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow),
    parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow),
    parser.registerCsiHandler({ final: 't' }, swallow),
    parser.registerCsiHandler({ prefix: '?', final: 'u' }, swallow),
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow),
    parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow),
    parser.registerOscHandler(52, swallow),
    ...[4, 10, 11, 12].map(code => parser.registerOscHandler(code, question)),
  ];
  return disposable(() => handlers.forEach(handler => handler.dispose()));
}

/** Whether xterm.js made this by itself, on being told to report focus by replayed output. */
export function isFocusReport(data: string): boolean {
  return data === '\x1b[I' || data === '\x1b[O';
}

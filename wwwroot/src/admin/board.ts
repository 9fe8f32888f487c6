import { Live } from '../hub/live';
import type { Overview, Refusal } from '../protocol';

const settle = 400;

/** Everybody's terminals and all nodes; the answer is null for who is not an administrator. */
export class Board extends Live<{ overview: Overview | null }> {
  constructor() {
    super(async hub => ({ overview: await hub.overview() }), ['TerminalsChanged', 'NodesChanged'], settle);
  }

  end(terminal: string): Promise<Refusal | null> {
    return this.use(hub => hub.endTerminal(terminal));
  }

  send(terminal: string, text: string): Promise<Refusal | null> {
    return this.use(hub => hub.sendMessage(terminal, text));
  }
}

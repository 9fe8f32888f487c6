import { Live } from '../hub/live';
import type { Refusal, TerminalSummary } from '../protocol';

/** The visitor's terminals, kept up to date over one hub connection. */
export class TerminalList extends Live<TerminalSummary[]> {
  constructor() {
    super(hub => hub.list(), ['TerminalsChanged'], 0);
  }

  close(id: string): Promise<Refusal | null> {
    return this.use(hub => hub.close(id));
  }
}

import { HttpTransportType, HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack';
import type { Disposable } from '../disposable';
import { address } from '../page';
import type { Company, HubEvents, Invitation, InvitationReply, InvitationRequest, JoinRequest, OpenRequest, OutputFrame, Overview, Refusal, Reply, Signal, TerminalSummary } from '../protocol';

const startWithin = 10_000;

export interface OutputSink {
  next(frame: OutputFrame): void;
  complete(): void;
  error(): void;
}

/** One connection to the gateway's hub. It is used once: who wants another makes another. */
export class Hub implements Disposable {
  /** When something last arrived, in `performance.now()` milliseconds. */
  heard = performance.now();
  readonly #connection: HubConnection;
  #closed: (() => void) | null;

  private constructor(terminal: string | null, events: Partial<HubEvents>, closed: () => void) {
    this.#closed = closed;
    const query = terminal === null ? '' : `?terminal=${encodeURIComponent(terminal)}`;
    this.#connection = new HubConnectionBuilder()
      .withUrl(address(`hub${query}`), { skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .withHubProtocol(new MessagePackHubProtocol())
      .withServerTimeout(60_000)
      .withKeepAliveInterval(15_000)
      .configureLogging(LogLevel.None)
      .build();
    for (const [name, handler] of Object.entries(events))
      this.#connection.on(name, (...values: unknown[]) => {
        this.heard = performance.now();
        (handler as (...values: unknown[]) => void)(...values);
      });
    this.#connection.onclose(() => this.#close());
  }

  /**
   * @param terminal the one that will be joined: whichever node answers leads the connection to the one that runs it
   * @param closed called once, when a connection that stood is lost; not after `dispose`
   */
  static async connect(terminal: string | null, events: Partial<HubEvents>, closed: () => void): Promise<Hub> {
    const hub = new Hub(terminal, events, closed);
    const late = AbortSignal.timeout(startWithin);
    const timeout = new Promise<never>((_, reject) => late.addEventListener('abort', () => reject(late.reason)));
    try {
      await Promise.race([hub.#connection.start(), timeout]);
    } catch (error) {
      hub.dispose();
      throw error;
    }
    return hub;
  }

  open(request: OpenRequest): Promise<Reply> {
    return this.#connection.invoke('Open', request);
  }

  join(request: JoinRequest): Promise<Reply> {
    return this.#connection.invoke('Join', request);
  }

  output(offset: number, sink: OutputSink): void {
    this.#connection.stream<OutputFrame>('Output', offset).subscribe({
      next: frame => {
        this.heard = performance.now();
        sink.next(frame);
      },
      complete: () => sink.complete(),
      error: () => sink.error(),
    });
  }

  input(offset: number, bytes: Uint8Array): void {
    this.#send('Input', offset, bytes);
  }

  sendSignal(signal: Signal): Promise<Refusal | null> {
    return this.#connection.invoke('SendSignal', signal);
  }

  acknowledge(offset: number): void {
    this.#send('Acknowledge', offset);
  }

  resize(cols: number, rows: number): void {
    this.#send('Resize', cols, rows);
  }

  async ping(): Promise<number> {
    const taken = await this.#connection.invoke<number>('Ping');
    this.heard = performance.now();
    return taken;
  }

  list(): Promise<TerminalSummary[]> {
    return this.#connection.invoke('List');
  }

  close(terminal: string): Promise<Refusal | null> {
    return this.#connection.invoke('Close', terminal);
  }

  askToWatch(terminal: string): Promise<Refusal | null> {
    return this.#connection.invoke('AskToWatch', terminal);
  }

  answerWatch(id: string, allow: boolean): Promise<void> {
    return this.#connection.invoke('AnswerWatch', id, allow);
  }

  invite(request: InvitationRequest): Promise<InvitationReply> {
    return this.#connection.invoke('Invite', request);
  }

  invitations(): Promise<Invitation[]> {
    return this.#connection.invoke('Invitations');
  }

  revokeInvitation(id: string): Promise<Refusal | null> {
    return this.#connection.invoke('RevokeInvitation', id);
  }

  setKeyboard(mode: Company['mode']): Promise<Refusal | null> {
    return this.#connection.invoke('SetKeyboard', mode);
  }

  askKeyboard(): Promise<Refusal | null> {
    return this.#connection.invoke('AskKeyboard');
  }

  grantKeyboard(participant: string): Promise<Refusal | null> {
    return this.#connection.invoke('GrantKeyboard', participant);
  }

  takeKeyboard(): Promise<Refusal | null> {
    return this.#connection.invoke('TakeKeyboard');
  }

  releaseKeyboard(): Promise<Refusal | null> {
    return this.#connection.invoke('ReleaseKeyboard');
  }

  sendAway(participant: string): Promise<Refusal | null> {
    return this.#connection.invoke('SendAway', participant);
  }

  watchDevices(): Promise<Refusal | null> {
    return this.#connection.invoke('WatchDevices');
  }

  overview(): Promise<Overview | null> {
    return this.#connection.invoke('Overview');
  }

  endTerminal(terminal: string): Promise<Refusal | null> {
    return this.#connection.invoke('EndTerminal', terminal);
  }

  sendMessage(terminal: string, text: string): Promise<Refusal | null> {
    return this.#connection.invoke('SendMessage', terminal, text);
  }

  /** The connection is known to be dead: behave as if it had been closed. */
  abandon(): void {
    const closed = this.#closed;
    this.dispose();
    closed?.();
  }

  dispose(): void {
    this.#closed = null;
    void this.#connection.stop();
  }

  // A failed send means that the connection is closing; that is reported by onclose.
  #send(method: string, ...values: unknown[]): void {
    this.#connection.send(method, ...values).catch(() => undefined);
  }

  #close(): void {
    const closed = this.#closed;
    this.#closed = null;
    closed?.();
  }
}

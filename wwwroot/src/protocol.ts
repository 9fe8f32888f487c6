// What goes over the hub, in one place. Mirrors Gateway/Web/TerminalHub.cs and
// Gateway/Web/Messages.cs; a test compares the names on both sides.
//
// Offsets count bytes since the terminal's start. Output offsets name a place in
// the stream from the device; input offsets a place in the stream to it.

/** What a link names. The host is never among it. */
export interface OpenRequest {
  method: string;
  user: string;
  port: string;
  cols: number;
  rows: number;
}

/** Comes back to a running terminal. */
export interface JoinRequest {
  terminal: string;
  /** The viewer this tab was before, so that it takes its own place again; null for a new viewer. */
  viewer: string | null;
  cols: number;
  rows: number;
}

/** The reply to Open and Join: either `terminal` or `refusal` is set. */
export interface Reply {
  terminal: Attached | null;
  refusal: Refusal | null;
}

export interface Attached {
  id: string;
  viewer: string;
  method: string;
  user: string;
  domain: string;
  port: number;
  /** ISO 8601, UTC. */
  started: string;
  cols: number;
  rows: number;
  /** First output offset the gateway still has. */
  start: number;
  /** Output offset reached at the moment of joining: everything below it is replay. */
  end: number;
  /** Input bytes of this viewer that the gateway has taken; resend what lies above. */
  input: number;
  /** Acknowledge parsed output at least every so many bytes. */
  acknowledgeEvery: number;
  /** Send at most so many input bytes beyond what was reported by Taken or Ping. */
  inputWindow: number;
  /** Largest Input call, in bytes. */
  inputSize: number;
  /** Name of the node that runs it; empty where there is one node. */
  node: string;
}

/** `code` is for programs, the rest for people. */
export interface Refusal {
  code: 'invalid' | 'forbidden' | 'missing' | 'limit' | 'rate' | 'failed' | 'stopping' | 'visit' | 'lost' | 'unreachable';
  title: string;
  detail: string;
}

/** One item of the Output stream: [offset, bytes]. An offset above the expected one means bytes were dropped from the log. */
export type OutputFrame = [offset: number, bytes: Uint8Array];

/** Why a terminal ended. */
export interface Ended {
  reason: 'exited' | 'refused' | 'unreachable' | 'authentication' | 'hostkey' | 'disconnected' | 'idle' | 'closed' | 'shutdown' | 'failed';
  /** One sentence for the person. */
  message: string;
  /** What to do about it; may be empty. */
  hint: string;
  exitCode: number | null;
  /** For example "SIGTERM", if a signal ended it. */
  signal: string | null;
}

/** One row of List, for the visitor's own terminals only. */
export interface TerminalSummary {
  id: string;
  method: string;
  user: string;
  domain: string;
  port: number;
  started: string;
  viewers: number;
  /** Seconds since somebody typed. */
  idle: number;
  /** Bytes received from the device. */
  bytes: number;
  ended: Ended | null;
  /** Name of the node that runs it; empty where there is one node. */
  node: string;
  /** Its node could not be asked now: viewers, idle and bytes are not known, and 0. */
  unreachable: boolean;
}

/** Methods of the hub, with how they are called. */
export interface HubMethods {
  /** invoke: start a terminal and attach this connection to it. */
  Open(request: OpenRequest): Promise<Reply>;
  /** invoke: attach this connection to a running terminal, or to one that ended a short while ago. */
  Join(request: JoinRequest): Promise<Reply>;
  /** stream: bytes from `offset` on, until the terminal has ended (then Ended was sent before completion). */
  Output(offset: number): AsyncIterable<OutputFrame>;
  /** send, no reply: `offset` is where these bytes stand in this viewer's input; repeated bytes are ignored. */
  Input(offset: number, bytes: Uint8Array): void;
  /** send, no reply: everything below `offset` has been parsed by the page. */
  Acknowledge(offset: number): void;
  /** send, no reply. */
  Resize(cols: number, rows: number): void;
  /** invoke: returns the input bytes taken so far (0 when not attached); measures the round trip. */
  Ping(): Promise<number>;
  /** invoke: the visitor's terminals. */
  List(): Promise<TerminalSummary[]>;
  /** invoke: ends a terminal of this visitor; null when done, else the refusal. */
  Close(terminal: string): Promise<Refusal | null>;
}

/** Events from the hub. */
export interface HubEvents {
  /** Input bytes taken so far: room for more. */
  Taken(input: number): void;
  /** The size changed; viewers hear of their own changes too. */
  Resized(cols: number, rows: number): void;
  /** Nobody has typed for long; the terminal closes in so many seconds. 0: somebody typed, all is well. */
  Idle(seconds: number): void;
  /** This viewer is now on another connection (the same terminal opened in another tab). */
  TakenOver(): void;
  /** The terminal has ended; every byte was delivered before. */
  Ended(ended: Ended): void;
  /** The node is being taken out of service: terminals on it end in so many seconds at the latest. */
  Draining(seconds: number): void;
  /** The visitor's list of terminals changed; for an administrator, anybody's. */
  TerminalsChanged(): void;
  /** For administrators: a node came, went or changed its state. */
  NodesChanged(): void;
}

/** JSON in `<meta name="gateway" content="…">` of every page. */
export interface PageData {
  page: 'home' | 'terminal' | 'error';
  /** Path base of the gateway, always ending in "/". */
  base: string;
  version: string;
  domain: string;
  /** Home: what may be opened, e.g. ["ssh","telnet"] and [[6000,6100],[7023,7023]]. */
  methods: string[];
  ports: [number, number][];
  /** Terminal page only. */
  link: { method: string; user: string; port: string } | null;
  /** Nonce for style elements that libraries create at run time. */
  nonce: string;
}

// What goes over the hub, in one place. Mirrors Gateway/Web/TerminalHub.cs and
// Gateway/Web/Messages.cs; a test compares the names on both sides.
//
// Offsets count bytes since the terminal's start. Output offsets name a place in
// the stream from the device; input offsets a place in the stream to it.

/** What a link, or a device's form, names. A host is never among it. */
export interface OpenRequest {
  /** With a device null or empty for the device's default. */
  method: string | null;
  /** With a device null or empty for the credential's own, or else the default. */
  user: string | null;
  /** Null with a device. */
  port: string | null;
  cols: number;
  rows: number;
  /** Open it although somebody else is on that port; otherwise the reply names them. */
  besides: boolean;
  /** Name of a device of the inventory; null for a port. */
  device: string | null;
  /** Which of the device's ways: 'port', 'ip', 'name' or the name of one of its addresses; null for the default. */
  use: string | null;
  /** Null for the device's defaults. */
  options: ConnectOptions | null;
}

/** How to connect, as the form says it; what is null is as the device's defaults have it. */
export interface ConnectOptions {
  /** Whether the gateway signs in. */
  automatic: boolean | null;
  credentials: 'mine' | 'device' | 'custom' | null;
  /** With 'custom' and `automatic` only; never in an address. */
  password: string | null;
  /** One browser only is let in, and the terminal ends with it. */
  oneClient: boolean | null;
  /** Whoever opens the same place so too comes into the same terminal. `oneClient` goes before it. */
  share: boolean | null;
}

/** Comes back to a running terminal. */
export interface JoinRequest {
  terminal: string;
  /** The viewer this tab was before, so that it takes its own place again; null for a new viewer. */
  viewer: string | null;
  cols: number;
  rows: number;
  /** Watch it, also where it is somebody else's; nothing can be typed. */
  watch: boolean;
  /** The secret of an invitation to somebody else's terminal, 32 hexadecimal digits; null for none. */
  invitation: string | null;
  /** Come into somebody else's terminal that is shared with all. */
  share: boolean;
}

/** The reply to Open and Join: one of `terminal`, `refusal` and (Open only) `presence` and `shared` is set; `presence` with a `refusal` where one may look on only. */
export interface Reply {
  terminal: Attached | null;
  refusal: Refusal | null;
  /** Who is on that port already: nothing was opened. */
  presence: Presence[] | null;
  /** Name of the terminal there that is shared with all: nothing was opened, Join that with `share`. */
  shared: string | null;
  /** The name to show of the person whose that is; empty where nobody signs in, null where it is one's own. */
  sharedBy: string | null;
}

/** Somebody else who is on a port. */
export interface Presence {
  terminal: string;
  name: string;
  /** ISO 8601, UTC. */
  since: string;
  /** The remote user. */
  user: string;
  method: string;
  /** Seconds since somebody typed. */
  idle: number;
  /** The device's name; empty for none. */
  device: string;
}

export interface Attached {
  id: string;
  viewer: string;
  method: string;
  user: string;
  domain: string;
  /** Of the domain; 0 for a device's own address. */
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
  /** Whether this viewer's keys count now; MayChanged tells when that changes. */
  may: 'type' | 'watch';
  /** Name of the person whose terminal it is, if it is somebody else's; else empty. */
  owner: string;
  /** This viewer's own `id` in the company; an administrator who is not shown is not in it. */
  me: string;
  /** Everybody who is on this terminal. */
  company: Company;
  /** Whether it is recorded: 'required' if it does not go on without, 'failed' if it goes on although it should be, '' if nobody wants it to be. */
  recording: '' | 'on' | 'required' | 'failed';
  /** The device's name; empty for a port that no device has. */
  device: string;
  /** What it leads to, for people: "gateway.example:6022", or "10.0.0.9:22". */
  place: string;
  traits: TerminalTraitsMessage;
  /** Old algorithms that it was allowed, until when and why; empty for none. */
  legacy: string;
  /** 'domain' for a port of the domain, 'jump' or 'direct' for a device's own address; of a device that dials in 'ssh-tunnel', 'websocket', or 'direct' for a port that leads to it without that. */
  road: 'domain' | 'jump' | 'direct' | 'ssh-tunnel' | 'websocket';
  /** Which of a pair of devices it is; empty where there is no pair. */
  member: '' | 'master' | 'clone';
  /** Whether it lets one browser in only. */
  oneClient: boolean;
  /** Whether it is shared with all who open it so. */
  shared: boolean;
}

/** What is particular about a device's terminal, as far as the page does it. */
export interface TerminalTraitsMessage {
  enter: 'usual' | 'cr' | 'crlf' | 'crnul';
  backspace: 'del' | 'bs';
  /** Show what is typed: the device does not. */
  localEcho: boolean;
  /** A name of the WHATWG Encoding Standard. */
  encoding: string;
  /** Whether BREAK and other signals can be sent: the inventory says so, and the method has a way. */
  signals: boolean;
  /** Milliseconds to wait after each pasted line. */
  lineDelay: number;
  /** What a pasted line waits for; null for none. */
  waitFor: string | null;
}

/** Everybody who is on a terminal, as far as they are to be shown. */
export interface Company {
  /** 'baton': one person types at a time, first the owner. 'open': everybody who came in to type. */
  mode: 'baton' | 'open';
  /** In the order in which they came. */
  people: Member[];
}

/** One page on a terminal. */
export interface Member {
  /** A random name of this viewer's place, for GrantKeyboard and SendAway; never a person's id. */
  id: string;
  /** Empty where nobody signs in. */
  name: string;
  /** 'type': may be given the keyboard; 'watch': never. */
  may: 'type' | 'watch';
  /** Whether his keys count now. */
  types: boolean;
  /** Whether it is the owner of the terminal. */
  owner: boolean;
  /** Whether he looks on as an administrator. */
  administrator: boolean;
  /** Whether he has asked for the keyboard. */
  wants: boolean;
  /** ISO 8601, UTC. */
  since: string;
}

/** What an invitation is to be. */
export interface InvitationRequest {
  may: 'type' | 'watch';
  /** Only this person, "alice" or "local:alice"; null for whoever has the link and may open that port. */
  person: string | null;
  /** How long it can be used, and lasts for those who came by it; at most sharing.longest. */
  minutes: number;
}

/** The answer to Invite: one of the two is set. */
export interface InvitationReply {
  invitation: Invitation | null;
  refusal: Refusal | null;
}

/** A standing invitation. Its link is `shared/{terminal}#{secret}`. */
export interface Invitation {
  id: string;
  /** 32 hexadecimal digits in the answer to Invite; empty everywhere else. */
  secret: string;
  may: 'type' | 'watch';
  person: string | null;
  /** ISO 8601, UTC. */
  expires: string;
  /** How often somebody came in by it. */
  used: number;
}

/** `code` is for programs, the rest for people. */
export interface Refusal {
  code: 'invalid' | 'forbidden' | 'missing' | 'limit' | 'rate' | 'failed' | 'stopping' | 'visit' | 'signin' | 'lost' | 'unreachable' | 'declined';
  title: string;
  detail: string;
}

/**
 * One item of the Output stream: [offset, bytes]. An offset above the expected one means bytes were dropped from the log;
 * only a viewer that types and comes back late can meet that.
 * [offset, bytes, cols, rows] is the screen as it was at `offset`: reset, resize to cols x rows, write bytes, acknowledge
 * `offset`; the stream goes on there. In mid-stream it means that this page was too slow and has been skipped forward.
 */
export type OutputFrame = [offset: number, bytes: Uint8Array] | [offset: number, bytes: Uint8Array, cols: number, rows: number];

/** Why a terminal ended. */
export interface Ended {
  reason: 'exited' | 'refused' | 'unreachable' | 'authentication' | 'hostkey' | 'disconnected' | 'idle' | 'closed' | 'shutdown' | 'failed' | 'revoked' | 'ordered' | 'unrecorded';
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
  /** Of the domain; 0 for a device's own address. */
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
  /** The device's name; empty for none. */
  device: string;
  /** What it leads to, for people. */
  place: string;
}

/** Why a right to a terminal ends, and when. */
export interface Ending {
  /** Seconds until it ends; 0 takes an announcement back. */
  seconds: number;
  /** 'signin': a new sign-in keeps the terminal; 'policy': the rule's hours or longest time; 'revoked': nothing can be typed any more. */
  reason: 'signin' | 'policy' | 'revoked';
  /** One sentence for the person. */
  message: string;
}

/** Somebody else who is on a terminal, for administrators. */
export interface Watcher {
  name: string;
  since: string;
  administrator: boolean;
}

/** Somebody asks to watch this terminal. */
export interface WatchRequest {
  id: string;
  name: string;
}

/** A message from an administrator. */
export interface Message {
  from: string;
  text: string;
  at: string;
}

/** What administrators see. */
export interface Overview {
  terminals: AdminTerminal[];
  nodes: AdminNode[];
  /** Names of nodes that did not answer: their terminals are not in the list. */
  unreachable: string[];
  /** Why the policy file's last change is not in force; empty if it is. */
  policyRefused: string;
  /** Whether decisions can be put on record now, on every node that answered. */
  audit: boolean;
  /** Everybody's desktop sessions, those first that were made last. */
  desktops: DesktopSummary[];
  /** How many changed host keys wait for an administrator. */
  changedKeys: number;
}

/** What `POST api/desktop` is asked for: a port, or a device with one of its ways. */
export interface DesktopRequest {
  way: 'port' | 'https';
  method: string | null;
  user: string | null;
  port: string | null;
  device: string | null;
  use: string | null;
}

/** A way in for a program of one's own. */
export interface DesktopOffer {
  session: DesktopSummary;
  /** Where to connect to. */
  host: string;
  /** For so long somebody is waited for. */
  seconds: number;
  /** A command line that does it without a file; empty over https. */
  command: string;
  /** An address of scheme ssh or telnet; empty over https. */
  link: string;
  /** Fingerprints of the device's host keys, as far as the gateway has them on record. */
  keys: string[];
  files: DesktopFile[];
}

/** A file to run. Over https it holds a ticket, which is in no address. */
export interface DesktopFile {
  name: string;
  for: 'linux' | 'macos' | 'windows' | 'putty';
  text: string;
}

/** A desktop session; `GET api/desktop` lists one's own, `DELETE api/desktop/ID` ends one, `DELETE api/desktops/ID` anybody's. */
export interface DesktopSummary {
  id: string;
  way: 'port' | 'https';
  method: string;
  user: string;
  /** The device's name; empty for none. */
  device: string;
  /** What it leads to, for people. */
  place: string;
  /** That was handed out; 0 over https. */
  port: number;
  state: 'waiting' | 'connected' | 'ended';
  /** Why it ended; empty before. */
  reason: string;
  made: string;
  expires: string;
  /** Null before somebody came. */
  started: string | null;
  sent: number;
  received: number;
  person: string;
  personId: string;
  address: string;
  rule: string;
  node: string;
}

/** What is in force on the node that answers; `GET api/settings`, for administrators. */
export interface SettingsOverview {
  node: string;
  version: string;
  /** The file that was read; empty for none. */
  file: string;
  settings: SettingRow[];
  rules: RuleRow[];
  /** Why the policy file's last change is not in force; empty if it is. */
  policyRefused: string;
  devices: number;
}

export interface SettingRow {
  key: string;
  /** Empty for none. */
  value: string;
  source: 'default' | 'file' | 'environment';
  /** The line or the variable; empty for a default. */
  where: string;
}

export interface RuleRow {
  name: string;
  who: string;
  what: string;
  may: 'type' | 'watch' | 'none';
  /** Empty for none. */
  limits: string;
}

/** Somebody's terminal, for administrators. */
export interface AdminTerminal {
  id: string;
  /** Whose: the person's name to show. */
  person: string;
  /** The person's id, such as "oidc:alice"; a random name where nobody signs in. */
  personId: string;
  /** The address it was last opened or joined from. */
  address: string;
  method: string;
  user: string;
  /** Of the domain; 0 for a device's own address. */
  port: number;
  node: string;
  started: string;
  /** Seconds since somebody typed. */
  idle: number;
  viewers: number;
  watchers: Watcher[];
  bytes: number;
  /** Bytes typed or pasted. */
  typed: number;
  /** The rule that let it open. */
  rule: string;
  ended: Ended | null;
  /** The device's name; empty for none. */
  device: string;
  /** What it leads to, for people. */
  place: string;
}

/** A node, for administrators. */
export interface AdminNode {
  name: string;
  state: 'up' | 'draining' | 'lost';
  version: string;
  started: string;
  terminals: number;
  viewers: number;
  limit: number;
  /** Cores. */
  load: number;
  /** Bytes. */
  memory: number;
}

/** What a device can be sent beside characters (RFC 854). */
export type Signal = 'break' | 'interrupt' | 'abort-output' | 'are-you-there' | 'erase-character' | 'erase-line';

/** Methods of the hub, with how they are called. */
export interface HubMethods {
  /** invoke: start a terminal and attach this connection to it. */
  Open(request: OpenRequest): Promise<Reply>;
  /** invoke: attach this connection to a running terminal, or to one that ended a short while ago. */
  Join(request: JoinRequest): Promise<Reply>;
  /** stream: bytes from `offset` on, until the terminal has ended (then Ended was sent before completion). -1 begins with the current screen. */
  Output(offset: number): AsyncIterable<OutputFrame>;
  /** send, no reply: `offset` is where these bytes stand in this viewer's input; repeated bytes are ignored. What comes while this viewer's keys do not count is taken and dropped. */
  Input(offset: number, bytes: Uint8Array): void;
  /** invoke: sends a signal to the device, behind what was typed; for who may type now. Null when it is on its way. */
  SendSignal(signal: Signal): Promise<Refusal | null>;
  /** send, no reply: everything below `offset` has been parsed by the page. Who does not acknowledge is sent no more after a while, also where he only watches. */
  Acknowledge(offset: number): void;
  /** send, no reply: the size that this page would like. It counts while its keys do, and is remembered for when they will. */
  Resize(cols: number, rows: number): void;
  /** invoke: returns the input bytes taken so far (0 when not attached); measures the round trip. */
  Ping(): Promise<number>;
  /** invoke: the visitor's terminals. */
  List(): Promise<TerminalSummary[]>;
  /** invoke: ends a terminal of this visitor; null when done, else the refusal. */
  Close(terminal: string): Promise<Refusal | null>;
  /** invoke: asks the people on a terminal to be let in as a watcher; answered when they do, after a minute at the latest. Null when they agreed: Join with `watch`. The connection has to name the terminal in its address. */
  AskToWatch(terminal: string): Promise<Refusal | null>;
  /** invoke: answers a WatchRequest of the terminal that this connection is attached to and types in. */
  AnswerWatch(id: string, allow: boolean): Promise<void>;
  /** invoke: sends away whoever was let in to watch the terminal that this connection types in. */
  DismissWatchers(): Promise<void>;
  /** invoke, owner: makes an invitation to the terminal that this connection is attached to. */
  Invite(request: InvitationRequest): Promise<InvitationReply>;
  /** invoke, owner: those that stand; for anybody else an empty list. */
  Invitations(): Promise<Invitation[]>;
  /** invoke, owner: ends one; whoever came in by it is sent away. Null when done. */
  RevokeInvitation(id: string): Promise<Refusal | null>;
  /** invoke, owner: who may type. Null when done. */
  SetKeyboard(mode: Company['mode']): Promise<Refusal | null>;
  /** invoke: asks for the keyboard; everybody sees the wish. Null when it was noted. */
  AskKeyboard(): Promise<Refusal | null>;
  /** invoke, the owner or who has the keyboard: gives it to somebody. Null when done. */
  GrantKeyboard(participant: string): Promise<Refusal | null>;
  /** invoke, owner: takes the keyboard back at once. Null when done. */
  TakeKeyboard(): Promise<Refusal | null>;
  /** invoke: gives the keyboard back to the owner, or withdraws the wish for it. Null when done. */
  ReleaseKeyboard(): Promise<Refusal | null>;
  /** invoke, owner: sends somebody away, on all his pages; only a new invitation lets him in again. Where nobody signs in the one he came by ends. Null when done. */
  SendAway(participant: string): Promise<Refusal | null>;
  /** invoke: from now on DeviceStates and DevicesChanged tell of the devices that one may open or watch. Null when they do. */
  WatchDevices(): Promise<Refusal | null>;
  /** invoke, administrators: everybody's terminals and all nodes. Null for others. From then on TerminalsChanged and NodesChanged tell of everybody's. */
  Overview(): Promise<Overview | null>;
  /** invoke, administrators: ends somebody's terminal. */
  EndTerminal(terminal: string): Promise<Refusal | null>;
  /** invoke, administrators: shows a text of up to 500 characters to the people on a terminal. */
  SendMessage(terminal: string, text: string): Promise<Refusal | null>;
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
  /** The right to this terminal ends, or is announced to. */
  Ending(ending: Ending): void;
  /** Whether this viewer's keys count has changed: the keyboard was given or taken, or a right has changed. */
  MayChanged(may: 'type' | 'watch'): void;
  /** Who is on this terminal now, and who types. */
  CompanyChanged(company: Company): void;
  /** This viewer's right to be here has ended: one sentence for the person. It is not attached any more. */
  SentAway(reason: string): void;
  /** Somebody asks to watch. */
  WatchAsked(request: WatchRequest): void;
  /** A request to watch was answered elsewhere, or withdrawn. */
  WatchSettled(id: string): void;
  /** An administrator writes. */
  MessageReceived(message: Message): void;
  /** The visitor's list of terminals changed; for an administrator, anybody's. */
  TerminalsChanged(): void;
  /** For administrators: a node came, went or changed its state. */
  NodesChanged(): void;
  /** Ports of devices are other ones than before. */
  DeviceStates(changes: DeviceStateChange[]): void;
  /** The inventory has changed: `GET api/devices` may answer differently. */
  DevicesChanged(): void;

  /** Something is new about the devices that dial in; the page asks again. */
  TunnelsChanged(): void;
  /** Whether the terminal is recorded has changed; the same words as in Attached. */
  RecordingChanged(state: Attached['recording']): void;
}

/** JSON in `<meta name="gateway" content="…">` of every page. */
export interface PageData {
  page: 'home' | 'terminal' | 'error' | 'signin' | 'me' | 'admin' | 'recordings' | 'recording' | 'devices' | 'tunnels' | 'connect';
  /** Path base of the gateway, always ending in "/". */
  base: string;
  version: string;
  domain: string;
  /** Home: what may be opened, e.g. ["ssh","telnet"] and [[6000,6100],[7023,7023]]. */
  methods: string[];
  ports: [number, number][];
  /** Terminal page, and a device's page. */
  link: PageLink | null;
  /** Terminal page of a shared terminal only: its name. The invitation's secret is the address's fragment. */
  shared: string | null;
  /** Whether people sign in here. */
  signIn: boolean;
  /** Sign-in page only: which ways there are. */
  ways: SignInWays | null;
  /** Nonce for style elements that libraries create at run time. */
  nonce: string;
  /** Whether terminals may be recorded here, so that there can be something to replay. */
  recordings: boolean;
  /** Whether there is an inventory, so that there can be devices to show. */
  devices: boolean;
  /** Whether programs of one's own are let through here. */
  desktops: boolean;
  /** Whether devices dial in here. */
  tunnels: boolean;
}

/** What a terminal page, or a device's page, is for; with a device the rest is empty, and the address's query says it. */
export interface PageLink {
  method: string;
  user: string;
  port: string;
  device: string | null;
}

/** The ways to sign in. */
export interface SignInWays {
  /** A name and a password; `POST api/sign-in`. */
  password: boolean;
  /** Whether the form has a field for a one-time code. */
  code: boolean;
  /** Label of the single sign-on button, or empty; `GET sign-in/oidc?next=…` goes to the provider. */
  oidc: string;
  /** Whether the proxy in front, or a certificate, can say who this is; `POST api/sign-in/connection`. */
  connection: boolean;
  /** Why the last try at the provider failed; empty if it did not. */
  trouble: string;
}

// What goes over HTTP, as JSON. Failures are problem details (RFC 9457) with `code`, `title` and `detail`.

/** `POST api/sign-in`; 204 when signed in, 401 when not, 429 with Retry-After when there were too many tries, 503 when it cannot be found out. */
export interface SignInRequest {
  name: string;
  password: string;
  code: string;
}

/** `GET api/me`. `POST api/sign-out` and `POST api/sign-out/everywhere` answer 204. */
export interface Me {
  id: string;
  name: string;
  displayName: string;
  groups: string[];
  administrator: boolean;
  /** When this sign-in ends. */
  expires: string;
}

/** `GET api/me/sign-ins` (own), `GET api/sign-ins` (administrators: everybody's); `DELETE …/{id}` revokes one and answers 204. */
export interface SignInSummary {
  id: string;
  person: string;
  personId: string;
  since: string;
  seen: string;
  expires: string;
  address: string;
  agent: string;
  /** Whether it is the one that asks. */
  current: boolean;
}

/** `GET api/me/settings`, `PUT` the same; nothing was kept where `changed` is missing. The gateway only keeps it. */
export interface KeptSettings {
  settings: Record<string, unknown>;
  /** When the person last changed something: the later one counts. */
  changed: string;
}

export type TokenScope = 'terminals' | 'watch' | 'read' | 'administer' | 'recordings';

/** `GET api/me/tokens`; `DELETE api/me/tokens/{id}` revokes one and answers 204. */
export interface TokenSummary {
  id: string;
  name: string;
  scopes: TokenScope[];
  created: string;
  expires: string;
  /** When it was last used, to the minute, and from where; null and empty if never. */
  used: string | null;
  address: string;
}

/** `POST api/me/tokens`. */
export interface TokenRequest {
  name: string;
  scopes: TokenScope[];
  days: number;
}

/** Its answer: the token itself is shown this once. */
export interface NewToken {
  token: string;
  summary: TokenSummary;
}

/** `GET api/me/credentials`, and for administrators `GET api/credentials`: what signs people in to devices. No secret ever comes. */
export interface CredentialList {
  /** Whether secrets can be kept here, and read from Vault. */
  keeps: boolean;
  vault: boolean;
  credentials: CredentialSummary[];
}

export interface CredentialSummary {
  id: string;
  name: string;
  /** `password`, `key`, `certificate` or `authority`. */
  kind: string;
  /** The user on the device; empty for any. */
  user: string;
  devices: string[];
  groups: string[];
  people: string[];
  priority: number;
  /** The line for a device's authorized_keys; empty for a password. */
  publicKey: string;
  changed: string;
}

/** `POST` a new one, `PUT` a changed one. A secret that is null stays as it is. */
export interface CredentialRequest {
  name: string | null;
  kind: string | null;
  user: string | null;
  devices: string[] | null;
  groups: string[] | null;
  people: string[] | null;
  priority: number;
  password: string | null;
  key: string | null;
  passphrase: string | null;
  /** Whether the gateway makes the key. */
  generate: boolean;
  /** The secret's name in Vault; for the gateway's only. */
  vault: string | null;
}

/** `GET api/audit?after=&before=&event=&person=&port=&terminal=&text=&limit=&page=` (administrators); `api/audit.csv` with the same filters downloads them. */
export interface AuditPage {
  entries: AuditLine[];
  /** Give it as `page` for the next, older entries; null when there are none. */
  next: string | null;
  /** Nodes whose record could not be read. */
  unreachable: string[];
}

export interface AuditLine {
  time: string;
  node: string;
  number: number;
  event: string;
  person: string | null;
  signIn: string | null;
  address: string | null;
  target: string | null;
  terminal: string | null;
  method: string | null;
  user: string | null;
  /** Of the domain. */
  port: number | null;
  device: string | null;
  /** The device's own address with its port. */
  place: string | null;
  rule: string | null;
  reason: string | null;
}

/** A recording, as lists show it. */
export interface RecordingSummary {
  id: string;
  /** The node that keeps it; empty where there is one node. */
  node: string;
  /** Id of the person whose terminal it was; empty where nobody signs in. */
  person: string;
  /** The person's name for people to read. */
  name: string;
  method: string;
  user: string;
  /** Of the domain; 0 for a device's own address. */
  port: number;
  domain: string;
  /** The device's name; empty for none. */
  device: string;
  /** What it led to, for people. */
  place: string;
  started: string;
  seconds: number;
  bytes: number;
  /** 'cutoff': the gateway ended before the terminal did; it plays to its last second. */
  state: 'live' | 'complete' | 'cutoff' | 'damaged';
  mine: boolean;
}

/** `GET api/recordings?person=&port=&method=&after=&before=&page=&limit=`; the newest first. */
export interface RecordingPage {
  recordings: RecordingSummary[];
  /** Give it as `page` for the next, older ones; null when there are none. */
  next: string | null;
  /** Nodes whose recordings could not be asked for. */
  unreachable: string[];
}

/** `GET api/recordings/search?words=&…` with the same filters. */
export interface RecordingHits {
  hits: RecordingHit[];
  next: string | null;
  unreachable: string[];
}

/** A line that stood on a screen. */
export interface RecordingHit {
  recording: RecordingSummary;
  /** Seconds since the recording's start. */
  at: number;
  line: string;
  /** Where the words stand in the line, in UTF-16 units. */
  ranges: [start: number, length: number][];
}

/** `GET api/recordings/{id}?node=`. `…/download?node=&format=cast|cast2|text|html` is an attachment. */
export interface RecordingDetail extends RecordingSummary {
  columns: number;
  rows: number;
  /** Output bytes in at most 400 equal parts of its length. */
  activity: number[];
  markers: RecordingMarker[];
  /** Why it ended, in words; null while it is live or where that is not known. */
  end: string | null;
}

export interface RecordingMarker {
  at: number;
  kind: 'joined' | 'watching' | 'left' | 'notice' | 'cutoff';
  label: string;
}

/** One event of asciicast v3, at absolute seconds; `p` and `u` are the gateway's own. */
export type CastEvent = [at: number, code: string, data: string];

/** What a screen showed at a moment: `data` repaints it after a reset, as base64. */
export interface RecordingKeyframe {
  at: number;
  columns: number;
  rows: number;
  data: string;
}

/** `GET api/recordings/{id}/frames?node=&from=SECONDS`, then `&next=TOKEN` for what follows. */
export interface RecordingFrames {
  keyframe: RecordingKeyframe | null;
  events: CastEvent[];
  /** Null at the end; of a live recording never. */
  next: string | null;
  live: boolean;
  /** How long the recording is by now. */
  seconds: number;
}

export type Protocol = 'ssh' | 'telnet';

/** `GET api/devices`: the devices that one may open or watch. `GET api/devices/{name}` answers with one row. */
export interface DeviceList {
  /** Changes when anything in it does. */
  version: string;
  domain: string;
  sites: DeviceSite[];
  /** In the inventory's own order. */
  devices: DeviceRow[];
}

/** A place where devices stand. */
export interface DeviceSite {
  name: string;
  description: string;
  longitude: number | null;
  latitude: number | null;
}

/** A device. Its texts may be empty. */
export interface DeviceRow {
  name: string;
  description: string;
  icon: string;
  vendor: string;
  model: string;
  os: string;
  site: string;
  longitude: number | null;
  latitude: number | null;
  /** Where it stands within its site, to the right and downwards, in any unit. */
  x: number | null;
  y: number | null;
  groups: string[];
  /** Of the operator's own. */
  properties: Record<string, string>;
  /** How it can be reached, the usual one first; never empty. */
  ways: DeviceWay[];
  defaults: DeviceDefaults;
  /** How the gateway can sign in. */
  signsIn: Protocol[];
  /** Whether the gateway keeps credentials that are assigned to it and that one may use. */
  keptForDevice: boolean;
  /** Whether the gateway keeps credentials of one's own for it. */
  keptByMe: boolean;
  /** The old algorithms that it is allowed, in words; empty for none. */
  legacy: string;
}

/** One way to reach a device. */
export interface DeviceWay {
  /** 'port', 'ip', 'name', or the name of one of its addresses. */
  use: string;
  label: string;
  road: 'domain' | 'jump' | 'direct';
  protocols: Protocol[];
  /** For each of them where that leads: "6022", or "10.0.0.9:22". */
  places: Record<string, string>;
}

/** What the form to connect offers first. */
export interface DeviceDefaults {
  /** Empty where it is the credentials' own, or the person's name. */
  user: string;
  protocol: Protocol;
  use: string;
  automatic: boolean;
  credentials: 'mine' | 'device' | 'custom';
  oneClient: boolean;
  share: boolean;
}

/** `GET api/devices/states`: by device, by protocol, the word and since when, in seconds since 1970. What is not known is left out. */
export interface DeviceStateList {
  /** The inventory's. */
  version: string;
  states: Record<string, Record<string, [state: DeviceStateChange['state'], since: number]>>;
}

/** A port that is another one than before. */
export interface DeviceStateChange {
  device: string;
  protocol: string;
  /** 'other': something answers where ssh is expected, and it is not ssh. */
  state: 'up' | 'down' | 'other' | 'never' | 'unknown';
  /** Seconds since 1970. */
  since: number;
}

/** What the administrators' page shows of host keys. */
export interface HostKeyList {
  /** How many administrators have to accept a changed key. */
  approvals: number;
  changes: ChangedHostKey[];
  /** On record at the node that answered. */
  known: ShownHostKey[];
}

/** A key, as people compare it. */
export interface ShownHostKey {
  name: string;
  type: string;
  fingerprint: string;
}

/** A place that shows another key than the one on record. */
export interface ChangedHostKey {
  id: string;
  name: string;
  /** Empty for a port that no device has. */
  device: string;
  old: ShownHostKey[];
  new: ShownHostKey;
  first: string;
  last: string;
  approvedBy: string[];
  approvedByMe: boolean;
}

/** What became of an administrator's word about a changed host key. */
export interface HostKeyApprovalAnswer {
  /** Whether it counts now; else another administrator has to accept it too. */
  accepted: boolean;
}

/** What a scan brought. */
export interface HostKeyImport {
  added: number;
  known: number;
  /** Not taken. */
  different: ShownHostKey[];
  /** Lines that hold no key. */
  unread: number;
}

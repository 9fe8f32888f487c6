// What the gateway tells about devices that dial in; the C# types are in Web/Tunnels/TunnelMessages.cs.

/** The devices that dial in, as this person may see them. */
export interface TunnelList {
  /** Whether this person may announce, change, stop, start and remove them. */
  may: boolean;
  /** Where plain ssh dials in; empty where it cannot. */
  ssh: string;
  tunnels: TunnelRow[];
}

/** A device that dials in. */
export interface TunnelRow {
  name: string;
  /** Whether an administrator has stopped it. */
  stopped: boolean;
  /** The port that leads to whichever of the pair is live. */
  servicePort: number | null;
  /** Which of the pair that is now; empty for neither. */
  serviceOn: string;
  /** Which of the pair it is when both are live. */
  preferred: string;
  /** The port that leads to it without its dialing in. */
  direct: number | null;
  members: TunnelMember[];
}

/** A device of a pair, or the only one. */
export interface TunnelMember {
  /** 'master' or 'clone'. */
  member: string;
  ssh: number;
  http: number | null;
  app: number | null;
  /** 'key', 'token', or 'none' while it is not enrolled. */
  identity: string;
  fingerprint: string;
  /** Address of its web pages; empty where there are none to open. */
  web: string;
  /** Those that are up. */
  roads: TunnelRoad[];
  /** When it was last up. */
  lastSeen: string | null;
  /** How often it came up in the last 24 hours. */
  flaps: number;
  /** Why it was last refused; null if it was not since it last came up. */
  refusal: TunnelLine | null;
  /** What is wrong with its ports on some node, in words. */
  problems: string[];
}

/** A road that is up. */
export interface TunnelRoad {
  /** 'ssh' or 'websocket'. */
  road: string;
  node: string;
  since: string;
  from: string;
  /** Milliseconds. */
  roundTrip: number | null;
  received: number;
  sent: number;
  services: string[];
}

/** A line of a device's history. */
export interface TunnelLine {
  at: string;
  /** 'up', 'down', 'refused', 'switched' or 'changed'. */
  event: string;
  member: string;
  /** 'ssh', 'websocket', 'direct', or empty. */
  road: string;
  from: string;
  reason: string;
  node: string;
}

/** More about one device, for administrators. */
export interface TunnelDetail {
  row: TunnelRow;
  /** The latest first. */
  history: TunnelLine[];
  /** Each of its ports on the node that answered. */
  ports: TunnelPort[];
  setups: TunnelSetup[];
}

/** A port of a device on the node that was asked. */
export interface TunnelPort {
  port: number;
  leads: string;
  holder: string;
  /** What is wrong with that; empty for nothing. */
  fault: string;
}

/** What to run on a device. */
export interface TunnelSetup {
  member: string;
  road: string;
  command: string;
  unit: string;
}

/** A device to be announced, or a series of them. */
export interface TunnelRequest {
  /** Those of a series as 'sop001..sop050': each further device has the next of every port. */
  name: string | null;
  ssh: number;
  http: number | null;
  app: number | null;
  cloneSsh: number | null;
  cloneHttp: number | null;
  cloneApp: number | null;
  service: number | null;
  /** Which of a pair leads when both are live: 'master' or 'clone'. */
  preferred: string | null;
  /** The port that leads to it without its dialing in. */
  direct: number | null;
  passwords: boolean;
  /** Whether each is to have a token in place of a key. */
  token: boolean;
}

/** What was announced. */
export interface TunnelAnnounced {
  /** The tokens that were made, in order. They are shown this once. */
  tokens: TunnelToken[];
}

/** The token of a device. */
export interface TunnelToken {
  name: string;
  /** 'master' or 'clone'; empty for a device that is no pair. */
  member: string;
  token: string;
  command: string;
}

/** A key to be enrolled, or a code to be made where there is none. */
export interface TunnelEnrolment {
  member: string | null;
  key: string | null;
}

/** A code that enrols a device once. It is shown this once. */
export interface TunnelCode {
  code: string;
  until: string | null;
  command: string;
}

/** The end of an agent's own log. */
export interface TunnelLogLines {
  lines: string[];
}

import type { TunnelMember, TunnelRoad, TunnelRow } from './messages';

/** A device of a pair, or the only one, with the whole that it is of. */
export interface Line {
  row: TunnelRow;
  member: TunnelMember;
}

export type LineState = 'up' | 'down' | 'never' | 'stopped';

export function linesOf(rows: readonly TunnelRow[]): Line[] {
  return rows.flatMap(row => row.members.map(member => ({ row, member })));
}

export function stateOf({ row, member }: Line): LineState {
  if (row.stopped) return 'stopped';
  if (member.roads.length > 0) return 'up';
  return member.lastSeen === null ? 'never' : 'down';
}

export const stateInWords: Record<LineState, string> = { up: 'Live', down: 'Not there', never: 'Never seen', stopped: 'Stopped' };

/** The dot's colour is that of the device list. */
export const dotOf: Record<LineState, string> = { up: 'up', down: 'down', never: 'unknown', stopped: 'unknown' };

export function roadInWords(road: string): string {
  return road === 'ssh' ? 'reverse SSH' : road === 'websocket' ? 'WebSocket' : road;
}

export function isPair(row: TunnelRow): boolean {
  return row.members.length > 1;
}

/** "10022 ssh, 10080 http". */
export function portsOf({ ssh, http, app }: TunnelMember): [port: number, service: string][] {
  return ([[ssh, 'ssh'], [http, 'http'], [app, 'app']] as const).flatMap(([port, service]) => (port === null ? [] : [[port, service] as [number, string]]));
}

/** "0.4 ms", "38 ms". */
export function roundTripInWords(milliseconds: number | null): string {
  if (milliseconds === null) return '–';
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)}\u00a0ms`;
}

export function bytesOf(roads: readonly TunnelRoad[]): { received: number; sent: number } {
  return { received: roads.reduce((sum, road) => sum + road.received, 0), sent: roads.reduce((sum, road) => sum + road.sent, 0) };
}

export function matches({ row, member }: Line, words: readonly string[]): boolean {
  const text = [row.name, member.member, ...portsOf(member).map(([port]) => port), row.servicePort ?? '', row.direct ?? '', ...member.roads.flatMap(road => [roadInWords(road.road), road.node, road.from])].join(' ').toLowerCase();
  return words.every(word => text.includes(word));
}

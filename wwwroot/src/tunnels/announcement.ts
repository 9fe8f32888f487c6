import type { TunnelRequest } from './messages';
import { namesOf, portsInWords } from './series';

/** What the form holds; ports as they were typed, of a series those of its first device. */
export interface Announcement {
  name: string;
  ssh: string;
  http: string;
  app: string;
  pair: boolean;
  cloneSsh: string;
  cloneHttp: string;
  cloneApp: string;
  service: string;
  preferred: 'master' | 'clone';
  direct: string;
  passwords: boolean;
  token: boolean;
}

export type PortField = Exclude<keyof Announcement, 'name' | 'pair' | 'preferred' | 'passwords' | 'token'>;

export const emptyAnnouncement: Announcement = {
  name: '', ssh: '', http: '', app: '', pair: false, cloneSsh: '', cloneHttp: '', cloneApp: '', service: '', preferred: 'master', direct: '', passwords: false, token: false,
};

/** The request that it makes, or what is wrong with it. What only the gateway knows, it says itself. */
export function requestOf(said: Announcement): { request: TunnelRequest | null; fault: string | null } {
  const { names, fault } = namesOf(said.name.trim());
  if (names === null) return wrong(fault);
  if (![names.first, names.last].every(name => /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name))) return wrong('A name has letters, digits, dots, underscores and hyphens, and is at most 64 long.');
  if (said.ssh.trim() === '' || (said.pair && said.cloneSsh.trim() === '')) return wrong('Every device has a port for its ssh.');
  const ports = portsOf(said).map(([, port]) => port);
  if (!ports.every(isPort)) return wrong('A port is a number from 1 to 65535.');
  const inOrder = ports.map(Number).sort((one, other) => one - other);
  if (inOrder.at(-1)! + names.count - 1 > 65535) return wrong(`The ports of the last device, ${names.last}, would be beyond 65535.`);
  if (inOrder.some((port, i) => i > 0 && port - inOrder[i - 1]! < names.count)) return wrong(names.count === 1 ? 'Each port can be given once.' : `Each port can be given once: from one first port to the next there have to be ${names.count}, one for each device.`);
  const clone = (port: string) => (said.pair ? portOf(port) : null);
  return {
    request: {
      name: said.name.trim(), ssh: Number(said.ssh), http: portOf(said.http), app: portOf(said.app),
      cloneSsh: clone(said.cloneSsh), cloneHttp: clone(said.cloneHttp), cloneApp: clone(said.cloneApp), service: clone(said.service),
      preferred: said.pair ? said.preferred : null, direct: portOf(said.direct), passwords: said.passwords, token: said.token,
    },
    fault: null,
  };
}

/** How many devices it announces; 1 while its name is no series that can be read. */
export function countOf(said: Announcement): number {
  return namesOf(said.name.trim()).names?.count ?? 1;
}

/** "50 devices, ssh 10001–10050": what a series comes to, as far as it is typed; empty for one device. */
export function previewOf(said: Announcement): string {
  const count = countOf(said);
  if (count === 1) return '';
  const ports = portsOf(said).filter(([, port]) => isPort(port)).map(([words, port]) => `${words} ${portsInWords(Number(port), count)}`);
  return [`${count} ${said.pair ? 'pairs' : 'devices'}`, ...ports].join(', ');
}

// Those that were typed and count; a clone's only with a clone.
function portsOf(said: Announcement): [words: string, port: string][] {
  const ofPair: [string, string][] = [['clone ssh', said.cloneSsh], ['clone http', said.cloneHttp], ['clone app', said.cloneApp], ['service', said.service]];
  const all: [string, string][] = [['ssh', said.ssh], ['http', said.http], ['app', said.app], ...(said.pair ? ofPair : []), ['direct', said.direct]];
  return all.filter(([, port]) => port.trim() !== '');
}

function wrong(fault: string): { request: null; fault: string } {
  return { request: null, fault };
}

function isPort(text: string): boolean {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}

function portOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

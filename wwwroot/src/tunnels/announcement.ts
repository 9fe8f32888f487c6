import type { TunnelRequest } from './messages';

/** What the form holds; ports as they were typed. */
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
  passwords: boolean;
}

export const emptyAnnouncement: Announcement = { name: '', ssh: '', http: '', app: '', pair: false, cloneSsh: '', cloneHttp: '', cloneApp: '', service: '', passwords: false };

/** The request that it makes, or what is wrong with it. What only the gateway knows, it says itself. */
export function requestOf(said: Announcement): { request: TunnelRequest | null; fault: string | null } {
  const name = said.name.trim();
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(name)) return wrong('A name has letters, digits, dots, underscores and hyphens, and is at most 64 long.');
  const ports = [said.ssh, said.http, said.app, ...(said.pair ? [said.cloneSsh, said.cloneHttp, said.cloneApp, said.service] : [])];
  if (said.ssh.trim() === '' || (said.pair && said.cloneSsh.trim() === '')) return wrong('Every device has a port for its ssh.');
  if (ports.some(port => port.trim() !== '' && !isPort(port))) return wrong('A port is a number from 1 to 65535.');
  const given = ports.filter(port => port.trim() !== '').map(Number);
  if (new Set(given).size < given.length) return wrong('Each port can be given once.');
  const clone = (port: string) => (said.pair ? portOf(port) : null);
  return {
    request: {
      name, ssh: Number(said.ssh), http: portOf(said.http), app: portOf(said.app), passwords: said.passwords,
      cloneSsh: clone(said.cloneSsh), cloneHttp: clone(said.cloneHttp), cloneApp: clone(said.cloneApp), service: clone(said.service),
    },
    fault: null,
  };
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

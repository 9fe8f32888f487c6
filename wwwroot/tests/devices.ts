import type { DeviceRow } from '../src/protocol';

/** A device with nothing that is not asked for. */
export function device(name: string, other: Partial<DeviceRow> = {}): DeviceRow {
  return {
    name, description: '', icon: '', vendor: '', model: '', os: '', site: '', longitude: null, latitude: null, x: null, y: null, groups: [], properties: {},
    ways: [{ use: 'port', label: 'Port of the domain', road: 'domain', protocols: ['ssh', 'telnet'], places: { ssh: '6022', telnet: '7023' } }],
    defaults: { user: 'admin', protocol: 'ssh', use: 'port', automatic: false, credentials: 'device', oneClient: false, share: false },
    signsIn: ['ssh'], keptForDevice: false, keptByMe: false, legacy: '', ...other,
  };
}

/** Everything that a page is given of them. */
export function listOf(devices: DeviceRow[]) {
  return { version: '1', domain: 'gateway.example', sites: [], devices };
}

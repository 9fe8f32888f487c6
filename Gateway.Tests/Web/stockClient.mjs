// The stock SignalR client from npm against a running gateway. Prints what it saw as JSON.
import { createRequire } from 'node:module';

const [client, address, cookie, user, port] = process.argv.slice(2);
const require = createRequire(`${client}/package.json`);
const { HubConnectionBuilder, HttpTransportType, LogLevel } = require('@microsoft/signalr');
const { MessagePackHubProtocol } = require('@microsoft/signalr-protocol-msgpack');

const connect = async (events, transport = { skipNegotiation: true, transport: HttpTransportType.WebSockets }) => {
  const hub = new HubConnectionBuilder()
    .withUrl(`${address}/hub`, { ...transport, headers: { Cookie: cookie, Origin: new URL(address).origin } })
    .withHubProtocol(new MessagePackHubProtocol())
    .configureLogging(LogLevel.None)
    .build();
  for (const [name, handler] of Object.entries(events)) hub.on(name, handler);
  await hub.start();
  return hub;
};

const seen = { sizes: [], changes: 0, text: '', gaps: 0 };
const hub = await connect({
  Resized: (cols, rows) => seen.sizes.push([cols, rows]),
  TerminalsChanged: () => seen.changes++,
  Ended: ended => (seen.ended = ended),
  Taken: () => undefined,
  Idle: () => undefined,
  TakenOver: () => undefined,
});
const { terminal, refusal } = await hub.invoke('Open', { method: 'ssh', user, port, cols: 91, rows: 31 });
if (refusal) throw new Error(refusal.title);
seen.attached = Object.keys(terminal).sort();
seen.started = !Number.isNaN(Date.parse(terminal.started));
seen.refused = (await hub.invoke('Join', { terminal: 'none', viewer: null, cols: 80, rows: 24 })).refusal.code;
seen.pong = await hub.invoke('Ping');

let offset = terminal.start;
const finished = new Promise((resolve, reject) => {
  hub.stream('Output', offset).subscribe({
    next: ([at, bytes]) => {
      if (at !== offset || !(bytes instanceof Uint8Array)) seen.gaps++;
      offset = at + bytes.length;
      seen.text += Buffer.from(bytes).toString('latin1');
      void hub.send('Acknowledge', offset);
    },
    complete: resolve,
    error: reject,
  });
});
let typed = 0;
const type = async text => {
  const bytes = new TextEncoder().encode(text);
  await hub.send('Input', typed, bytes);
  typed += bytes.length;
};
await type('stty size; echo $((6*7)) stock\r');
while (!seen.text.includes('42 stock')) await new Promise(resolve => setTimeout(resolve, 10));
const second = await connect({ Resized: () => undefined });
await second.invoke('Join', { terminal: terminal.id, viewer: null, cols: 100, rows: 40 });
while (seen.sizes.length === 0) await new Promise(resolve => setTimeout(resolve, 10));
seen.viewers = (await second.invoke('List'))[0].viewers;
seen.closeForeign = (await second.invoke('Close', 'none')).code;
await second.stop();
await type('exit 3\r');
await finished;
seen.closed = await hub.invoke('Close', terminal.id);
await hub.stop();
seen.negotiated = await connect({}, {}).then(() => 'yes', error => String(error.message));
console.log(JSON.stringify(seen));
process.exit(0);

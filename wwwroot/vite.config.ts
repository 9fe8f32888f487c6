import { appendFileSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

// The bundler's own list covers scripts whose packages bring their licence along.
// These are style sheets and fonts, or name a licence without its text.
const others: [name: string, license: string][] = [
  ['JetBrains Mono (OFL-1.1)', 'node_modules/@fontsource/jetbrains-mono/LICENSE'],
  ['open-props (MIT)', 'node_modules/open-props/LICENSE'],
  ['world-atlas (ISC), made of Natural Earth, which is in the public domain', 'node_modules/world-atlas/LICENSE'],
  ['The text for @microsoft/signalr and @microsoft/signalr-protocol-msgpack', 'licenses/signalr.txt'],
];

function otherLicenses(): Plugin {
  return {
    name: 'other-licenses',
    apply: 'build',
    writeBundle() {
      for (const [name, license] of others)
        appendFileSync('dist/licenses.md', `\n## ${name}\n\n${readFileSync(license, 'utf8').trim()}\n`);
    },
  };
}

// Ten templates, one build. Addresses are relative, because the gateway may
// live under any path: each template's <base> says which.
export default defineConfig({
  base: './',
  plugins: [otherLicenses()],
  build: {
    target: ['chrome120', 'firefox121', 'safari17.2'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    license: { fileName: 'licenses.md' },
    rolldownOptions: { input: ['home.html', 'terminal.html', 'signin.html', 'me.html', 'admin.html', 'recordings.html', 'recording.html', 'devices.html', 'tunnels.html', 'connect.html', 'error.html'] },
  },
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

type Bundle = Parameters<Extract<NonNullable<Plugin['generateBundle']>, (...args: never[]) => unknown>>[1];

// One page with everything in it: script, style and fonts. Its policy names what
// it consists of by hash, and allows nothing else, no network above all. The
// nonce is for the style elements that xterm.js makes; see src/replayFile.tsx.
// Not served, as no page beside it is: the gateway writes recordings into it.
function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['replay-file.html'];
      if (page?.type !== 'asset') this.error('The page of the file is missing.');
      const script = taken(bundle, '.js').replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '\\x3C!--').trim();
      const style = taken(bundle, '.css').trim();
      const nonce = createHash('sha256').update(style).digest('base64url').slice(0, 22);
      const policy = `default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}' 'nonce-${nonce}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'`;
      page.source = String(page.source)
        .replace('{{policy}}', () => policy)
        .replace(/\s*<link rel="stylesheet"[^>]*>/, '')
        .replace(/<script type="module"[^>]*><\/script>/, () => `<style>${style}</style>\n  <script type="module" data-nonce="${nonce}">${script}</script>`);
      // Whoever gets the file gets the licences of what it is made of, as they ask; the other build has written them.
      page.source = page.source.trimEnd() + `\n<!--\n${readFileSync('dist/licenses.md', 'utf8').replaceAll('--', '- -')}-->\n`;
      if (Object.keys(bundle).length !== 1) this.error(`More than one file was made: ${Object.keys(bundle).join(', ')}.`);
    },
  };
}

function taken(bundle: Bundle, ending: string): string {
  const names = Object.keys(bundle).filter(name => name.endsWith(ending));
  return names.map(name => {
    const file = bundle[name];
    delete bundle[name];
    return file?.type === 'chunk' ? file.code : String(file?.source);
  }).join('\n');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

export default defineConfig({
  base: './',
  publicDir: false,
  plugins: [oneFile()],
  build: {
    target: ['chrome120', 'firefox121', 'safari17.2'],
    emptyOutDir: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: 'replay-file.html' },
  },
});

import { defineConfig } from 'vite';

// Three templates, one build. Addresses are relative, because the gateway may
// live under any path: each template's <base> says which.
export default defineConfig({
  base: './',
  build: {
    target: ['chrome120', 'firefox121', 'safari17.2'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    license: { fileName: 'licenses.md' },
    rolldownOptions: { input: ['home.html', 'terminal.html', 'error.html'] },
  },
});

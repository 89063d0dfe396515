import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Builds the bench page like the app: production mode, same compiler. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [svelte()],
  server: { host: '127.0.0.1', port: 4650, strictPort: true, fs: { allow: ['../..'] } },
  build: {
    outDir: fileURLToPath(new URL('../../../test-results/canvas-bench', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: { input: fileURLToPath(new URL('index.html', import.meta.url)) },
  },
});

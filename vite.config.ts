import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { groupFiles } from './web/build/group-files-plugin.ts';
import { leanLibraries } from './web/build/lean-libraries.ts';
import { preloadAgainPlugin } from './web/build/preload-again.ts';

const projectRoot = fileURLToPath(new URL('.', import.meta.url));

/** Where the relay listens while `npm run dev` serves the page; the supervisor sets it. */
const relayUrl = process.env['WEFT_RELAY_URL'] ?? 'http://127.0.0.1:1999';

/** Paths that belong to the relay; everything else is the app. */
const RELAY_PATHS = ['/api', '/parties', '/party', '/health', '/metrics', '/providers', '/runs'];

/**
 * In production the relay answers every page address with the shell (`app.html`) and its security headers.
 * The dev server has to do the same, because the shell is not called index.html.
 */
function serveShellInDevelopment(): Plugin {
  return {
    name: 'weft-shell',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/';
        const isPage = request.headers['sec-fetch-dest'] === 'document' || path === '/';
        if (isPage && !RELAY_PATHS.some((prefix) => path === prefix || path.startsWith(`${prefix}/`))) {
          request.url = '/app.html';
        }
        next();
      });
    },
  };
}

/**
 * Vite builds a worker as a bundle of its own, which repeats what page and worker share: schemas, the fold, the node
 * types. As a chunk of the page's build the worker shares their files. While developing, Vite's own way is kept.
 */
function shareWorkerFiles(): Plugin {
  const WORKER = /\/worker\.ts\?worker&url$/;
  let entry = '';
  return {
    name: 'weft-worker',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!WORKER.test(source)) return null;
      entry = (await this.resolve(source.replace(/\?.*$/, ''), importer))?.id ?? '';
      return '\0weft-worker-url';
    },
    load(id) {
      if (id !== '\0weft-worker-url') return null;
      const file = this.emitFile({ type: 'chunk', id: entry, name: 'worker' });
      return `export default import.meta.ROLLUP_FILE_URL_${file};`;
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  publicDir: 'public',
  appType: 'mpa',
  plugins: [
    svelte({ configFile: fileURLToPath(new URL('svelte.config.js', import.meta.url)) }),
    serveShellInDevelopment(),
    shareWorkerFiles(),
    groupFiles(projectRoot),
    preloadAgainPlugin(),
    leanLibraries(`${projectRoot}web/lean/`),
  ],
  worker: { format: 'es' },
  // While developing: put together anew, these no longer find their WebAssembly.
  optimizeDeps: {
    exclude: [
      '@jitl/quickjs-wasmfile-release-sync',
      '@jsquash/jpeg',
      '@jsquash/png',
      '@jsquash/resize',
      '@jsquash/webp',
    ],
  },
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2023',
    // The first with light-dark(): without them every colour is there four times.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    sourcemap: false,
    // The content security policy of the shell allows no data: scripts, styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // Preloading needs a document, which a worker has not.
      resolveDependencies: (_file, dependencies, { hostId }) =>
        hostId.includes('/worker-') ? [] : dependencies,
    },
    rolldownOptions: {
      input: fileURLToPath(new URL('web/app.html', import.meta.url)),
      checks: { bundlerTimings: false },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
    },
  },
  server: {
    host: '127.0.0.1',
    strictPort: true,
    fs: { allow: [projectRoot] },
    proxy: Object.fromEntries(
      RELAY_PATHS.map((path) => [path, { target: relayUrl, ws: true, changeOrigin: false }]),
    ),
  },
});

import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

/**
 * Builds a page of the benches as the app is built, for production.
 * @param folder beside this file; holds an app.html.
 * @returns where it was built to.
 */
export async function buildPage(folder: string): Promise<string> {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  const outDir = fileURLToPath(new URL(`../../test-results/bench-${folder}`, import.meta.url));
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [svelte({ configFile: fileURLToPath(new URL('../../svelte.config.js', import.meta.url)) })],
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: `${root}/app.html` },
    },
  });
  return outDir;
}

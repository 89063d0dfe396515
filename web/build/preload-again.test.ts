import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { build, type Rolldown } from 'vite';
import { preloadAgain, preloadAgainPlugin } from './preload-again.ts';

const root = mkdtempSync(join(tmpdir(), 'weft-preload-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What Vite makes of a page with one part that has styles. */
async function built(): Promise<string> {
  writeFileSync(join(root, 'index.html'), '<script type="module" src="./main.js"></script>');
  writeFileSync(join(root, 'main.js'), 'globalThis.open = () => import("./part.js");');
  writeFileSync(join(root, 'part.js'), 'import "./part.css"; export const part = 1;');
  writeFileSync(join(root, 'part.css'), 'p { color: red }');
  const result = (await build({
    ...{ configFile: false, root, logLevel: 'silent' },
    build: { write: false, minify: false, modulePreload: { polyfill: false } },
    plugins: [preloadAgainPlugin()],
  })) as Rolldown.RolldownOutput;
  return result.output.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
}

describe('styles of parts', () => {
  it('are asked for again when they could not be fetched, and a worker needs no window for it', async () => {
    const code = await built();
    expect(code).toContain('delete seen[href]');
    expect(code).toContain('link.remove(), rej(');
    expect(code).toContain('globalThis.dispatchEvent');
    expect(code).not.toContain('window.dispatchEvent');
  });

  it('are not left to chance when Vite writes its helper in other words', () => {
    expect(() => preloadAgain('const seen = new Set();')).toThrow('no longer has');
  });
});

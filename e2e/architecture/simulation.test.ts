import { expect, test } from 'vitest';
import { readImports } from './imports.ts';
import { isTestFile, readSourceFiles } from './source-files.ts';

const files = new Map(readSourceFiles().map((file) => [file.path, file]));

/** Everything that a file imports, directly or not, types aside. */
function reachedFrom(entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = files.get(path);
    if (file === undefined || reached.has(path)) continue;
    reached.add(path);
    for (const imported of readImports(file))
      if (imported.kind === 'file' && !imported.isType) queue.push(imported.path);
  }
  return reached;
}

/** Callbacks in, effects out; cryptography, and what knows PartyKit. */
const PLATFORM =
  /^relay\/(run\.ts|auth\/(tokens|door|request-origin)|providers\/outbound-platform|shell\/(admit-socket|ask-flow|ask-vault|door-keeper|environment|forget-run|parties|report-run|room-sockets|push-link|remove-run|wake-parties))/;

const inSimulation = reachedFrom(['e2e/sim/run-share.ts']);
const isProduct = (path: string): boolean => !isTestFile(path) && path.endsWith('.ts');

test('the simulation runs what the party of a run runs, but for the platform', () => {
  const missing = [...reachedFrom(['relay/run.ts'])].filter(
    (path) => isProduct(path) && !inSimulation.has(path) && !PLATFORM.test(path),
  );
  expect(missing).toEqual([]);
});

test('the simulation runs what the party of a flow runs, but for the platform', () => {
  const missing = [...reachedFrom(['relay/flow.ts'])].filter(
    (path) => isProduct(path) && !inSimulation.has(path) && !PLATFORM.test(path) && path !== 'relay/flow.ts',
  );
  expect(missing).toEqual([]);
});

test('the simulation runs what the engine’s worker runs, but for the browser', () => {
  const browser =
    /^web\/(sandbox\/[\w-]+|engine\/(hosting|late-checks|worker|memory-cache|memory-pictures|node-registry|node-definitions)|adapters\/(frame-log|idb-pack-store|idb-pictures|idb-picture-outbox|late-transport|page-database|socket-like|system-clock|web-lock))\.ts$/;
  const missing = [...reachedFrom(['web/engine/worker.ts'])].filter(
    (path) => isProduct(path) && !inSimulation.has(path) && !browser.test(path),
  );
  expect(missing).toEqual([]);
});

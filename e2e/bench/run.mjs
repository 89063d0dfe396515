/**
 * `npm run bench`: every figure of docs/spec/performance.md, measured now, in one table. Plain Node without
 * dependencies, because the first thing it does is to install them.
 *
 *   npm run bench                   everything
 *   npm run bench -- weight relay   only these
 */
import { ensureBuilt, ensureInstalled, requireNode } from '../../relay/dev/bootstrap.mjs';

requireNode();
ensureInstalled();
ensureBuilt();
const { register } = await import('tsx/esm/api');
register();
const { runBenches } = await import('./run-benches.ts');
process.exitCode = await runBenches(process.argv.slice(2));

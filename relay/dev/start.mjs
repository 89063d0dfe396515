/** `npm start` and `npm run dev`: makes the project ready, then hands over to serve.ts. */
import { ensureBuilt, ensureInstalled, requireNode } from './bootstrap.mjs';

const isDevelopment = process.argv.includes('--dev');

requireNode();
ensureInstalled();
if (!isDevelopment) ensureBuilt();

const { register } = await import('tsx/esm/api');
register();
const { serve } = await import('./serve.ts');
await serve({ isDevelopment });

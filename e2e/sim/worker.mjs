/** A worker thread of the simulator: TypeScript as it is, by tsx. */
import { register } from 'tsx/esm/api';

register();
await import('./run-share.ts');

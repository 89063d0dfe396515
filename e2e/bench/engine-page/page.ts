import { createEngineClient } from '../../../web/engine/client.ts';

/** A page with nothing but the engine, for measuring and trying it from outside. */
Object.assign(globalThis, { weftEngine: { createEngineClient } });

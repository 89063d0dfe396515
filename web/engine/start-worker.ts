import workerUrl from './worker.ts?worker&url';

/** The part of Trusted Types that is used; TypeScript's DOM library does not have it. */
interface TrustedTypesLike {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

const POLICY = 'weft-worker';

/**
 * Starts the engine's worker. The page's policy takes script addresses from a named policy only; this one lets nothing
 * through but the worker's own file.
 */
export function startWorker(): Worker {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypesLike };
  const createScriptURL = (url: string) => {
    if (url !== workerUrl) throw new TypeError('not the address of the engine');
    return url;
  };
  const policy = trustedTypes?.createPolicy(POLICY, { createScriptURL }) ?? { createScriptURL };
  return new Worker(policy.createScriptURL(workerUrl), { type: 'module', name: 'weft-engine' });
}

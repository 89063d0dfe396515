import workerUrl from './worker.ts?worker&url';

/** The part of Trusted Types that is used; TypeScript's DOM library does not have it. */
interface TrustedTypesLike {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

const POLICY = 'weft-worker';

function checkedUrl(url: string): string {
  if (url !== workerUrl) throw new TypeError('not the address of the engine');
  return url;
}

type Policy = ReturnType<TrustedTypesLike['createPolicy']>;

/** A name can be given to one policy in the life of a page, and a page opens many flows. */
let policy: Policy | null = null;

function workerPolicy(): Policy {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypesLike };
  const rules = { createScriptURL: checkedUrl };
  return (policy ??= trustedTypes?.createPolicy(POLICY, rules) ?? rules);
}

/**
 * Starts the engine's worker. The page's policy takes script addresses from a named policy only; this one lets nothing
 * through but the worker's own file.
 */
export function startWorker(): Worker {
  return new Worker(workerPolicy().createScriptURL(workerUrl), { type: 'module', name: 'weft-engine' });
}

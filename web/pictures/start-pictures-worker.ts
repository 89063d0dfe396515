import workerUrl from './pictures-worker.ts?worker&url';

/** The part of Trusted Types that is used; TypeScript's DOM library does not have it. */
interface TrustedTypesLike {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => { readonly createScriptURL: (url: string) => string };
}

/** As the shell's policy names it (relay/shell/app-shell.ts). */
const POLICY = 'weft-pictures';

type Policy = ReturnType<TrustedTypesLike['createPolicy']>;

/** A name can be given to one policy in the life of a page, and a worker that died is started anew. */
let policy: Policy | null = null;

function workerPolicy(): Policy {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypesLike };
  const rules = {
    createScriptURL(url: string): string {
      if (url !== workerUrl) throw new TypeError('not the address of the worker for pictures');
      return url;
    },
  };
  return (policy ??= trustedTypes?.createPolicy(POLICY, rules) ?? rules);
}

/** Starts the worker of pictures, which is served by the app itself like the engine's. */
export function startPicturesWorker(): Worker {
  return new Worker(workerPolicy().createScriptURL(workerUrl), { type: 'module', name: 'weft-pictures' });
}

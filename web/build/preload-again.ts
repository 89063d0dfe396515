import type { Plugin } from 'vite';

/** Vite's own module that fetches the styles of a part before the part. */
const HELPER = '\0vite/preload-helper.js';

/**
 * What is changed in it, and into what. As it is, a stylesheet that could not be fetched counts as fetched from then on,
 * so that its part stands unstyled when it comes; and it tells of failures through a window, which a worker has not.
 */
const CHANGES: readonly (readonly [from: RegExp, to: string])[] = [
  [/seen\[href\] = void 0;(\s*)throw err;/, 'delete seen[href];$1throw err;'],
  [/if \(e\.type === "error"\) rej\(/, 'if (e.type === "error") link.remove(), rej('],
  [/window\.dispatchEvent\(/, 'globalThis.dispatchEvent('],
];

/** @throws when a new version of Vite writes it in other words */
export function preloadAgain(code: string): string {
  return CHANGES.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`The preload helper of Vite no longer has ${String(from)}.`);
    return text.replace(from, to);
  }, code);
}

/** A part whose styles could not be fetched gets them when it is asked for again. */
export function preloadAgainPlugin(): Plugin {
  return {
    name: 'weft-preload-again',
    apply: 'build',
    transform: (code, id) => (id === HELPER ? { code: preloadAgain(code), map: null } : null),
  };
}

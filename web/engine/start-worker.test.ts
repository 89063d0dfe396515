import { afterEach, expect, test, vi } from 'vitest';

interface Rules {
  readonly createScriptURL: (url: string) => string;
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['weft-worker', async () => (await import('./start-worker.ts')).startWorker],
  ['weft-pictures', async () => (await import('../pictures/start-pictures-worker.ts')).startPicturesWorker],
])(
  '[SE1] the page’s policy %s lets the one file through that it starts, and nothing else',
  async (name, load) => {
    // A policy is made once for a page.
    vi.resetModules();
    const policies: { readonly name: string; readonly rules: Rules }[] = [];
    const started: string[] = [];
    vi.stubGlobal('trustedTypes', {
      createPolicy(named: string, rules: Rules) {
        policies.push({ name: named, rules });
        return rules;
      },
    });
    vi.stubGlobal(
      'Worker',
      class {
        constructor(url: string) {
          started.push(url);
        }
      },
    );
    const start = await load();
    start();
    start();
    expect(policies.map((policy) => [policy.name, Object.keys(policy.rules)])).toEqual([
      [name, ['createScriptURL']],
    ]);
    const { createScriptURL } = policies[0]?.rules as Rules;
    const [own = ''] = started;
    expect(started).toEqual([own, own]);
    for (const foreign of ['https://foreign.example/a.js', 'data:text/javascript,1', 'blob:x', '', `${own}#`])
      expect(() => createScriptURL(foreign)).toThrow(TypeError);
  },
);

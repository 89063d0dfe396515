import type { RunScope } from '#shared/graph/traverse.ts';
import type { BranchWish, NodeAmendment, NodeProblem } from '../../engine/api.ts';
import type { FlowEditor } from '../flow-editor.ts';
import type { Providers } from '../providers.svelte.ts';
import type { EnginePort } from './engine-port.ts';
import type { Problems } from './problems.svelte.ts';
import type { Question } from './question.ts';

export interface RunRequest {
  readonly scope: RunScope;
  /** Left out = the demo while no provider of the plan has a key. */
  readonly demo?: boolean | undefined;
  /** False = run again without the cache. */
  readonly useCache?: boolean | undefined;
  /** The ended run that this one repeats in part, and what is to be different. */
  readonly parent?: string | undefined;
  readonly amendment?: NodeAmendment | undefined;
  /** Goes on from another run: everything else comes from there. */
  readonly branch?: BranchWish | undefined;
}

interface Ports {
  readonly editor: FlowEditor;
  readonly engine: EnginePort;
  readonly providers: Providers;
  readonly problems: Problems;
  readonly personName: () => string;
  readonly isAnyLive: () => boolean;
  readonly onStarted: (runId: string) => void;
}

/** Starting a run, with the questions that come before it. What it is refused for goes to the problems. */
export class RunStart {
  readonly #ports: Ports;
  #starting = $state(false);
  #question = $state.raw<Question | null>(null);

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  get starting(): boolean {
    return this.#starting;
  }
  get question(): Question | null {
    return this.#question;
  }

  /** What it was refused for. Of a branch nobody else hears: it says nothing of the flow. */
  start = async (request: RunRequest & { readonly demo: boolean }): Promise<readonly NodeProblem[]> => {
    if (this.#starting || this.#question !== null) return [];
    if (this.#ports.isAnyLive() && !(await this.#askToGoAhead())) return [];
    return this.#send(request);
  };

  #askToGoAhead(): Promise<boolean> {
    return new Promise((resolve) => {
      const answer = (goAhead: boolean) => {
        this.#question = null;
        resolve(goAhead);
      };
      this.#question = { kind: 'already-running', answer };
    });
  }

  async #send(request: RunRequest & { readonly demo: boolean }): Promise<readonly NodeProblem[]> {
    const { scope, demo, useCache = true, parent, amendment, branch } = request;
    const { editor, engine, problems, personName, onStarted } = this.#ports;
    this.#starting = true;
    try {
      const document = editor.document;
      const name = { demo, personName: personName() };
      const outcome = await (branch === undefined
        ? engine.api.start({ document, scope, useCache, parent, amendment, ...name })
        : engine.api.branch({ wish: branch, ...name }));
      const refused = outcome.ok ? [] : outcome.problems;
      if (outcome.ok || branch === undefined) problems.set(refused, document);
      if (outcome.ok) onStarted(outcome.runId);
      else if (!demo) this.#askAboutKeys(refused, request);
      return refused;
    } finally {
      this.#starting = false;
    }
  }

  #askAboutKeys(problems: readonly NodeProblem[], request: RunRequest): void {
    const ids = problems.flatMap(({ error }) =>
      error.code === 'missing-key' && error.providerId ? [error.providerId] : [],
    );
    const providers = [...new Set(ids)].flatMap((id) => this.#ports.providers.get(id) ?? []);
    if (providers.length === 0) return;
    const answer = (choice: 'demo' | 'cancel') => {
      this.#question = null;
      if (choice === 'demo') void this.#send({ ...request, demo: true });
    };
    this.#question = { kind: 'missing-keys', providers, answer };
  }
}

import type { RunScope } from '#shared/graph/traverse.ts';
import type { UsableOutput } from '../../engine/core/compile.ts';
import type { FlowEditor } from '../flow-editor.ts';
import type { Providers } from '../providers.svelte.ts';
import type { RunView } from '../run-view.svelte.ts';
import type { EnginePort } from './engine-port.ts';
import type { Estimate } from './estimate.ts';
import type { Forecast } from './forecast.ts';
import { modelOutlook, usesDemo, type ModelOutlook } from './model-outlook.ts';
import type { Problems } from './problems.svelte.ts';

export type { Estimate } from './estimate.ts';

const ALL: RunScope = { kind: 'all' };
const NOTHING: ReadonlySet<string> = new Set();
const loadForecast = async () => (await import('./forecast.ts')).forecast;

/** What a run would do with the flow as it is now: stale marks, what the cache answers, cost, and whether keys are there. */
export class FlowOutlook {
  readonly #editor: FlowEditor;
  readonly #providers: Providers;
  readonly #engine: EnginePort;
  readonly #problems: Problems;
  #forecast: Forecast | null = null;
  #staleIds = $state.raw(NOTHING);
  #usableIds = $state.raw(NOTHING);
  #estimate = $state.raw<Estimate | null>(null);
  readonly #models: ModelOutlook = $derived.by(() =>
    modelOutlook(this.#editor.document, this.#editor.definitions, this.#providers.list),
  );

  constructor(editor: FlowEditor, providers: Providers, engine: EnginePort, problems: Problems) {
    this.#editor = editor;
    this.#providers = providers;
    this.#engine = engine;
    this.#problems = problems;
  }

  get staleIds(): ReadonlySet<string> {
    return this.#staleIds;
  }
  get usableIds(): ReadonlySet<string> {
    return this.#usableIds;
  }
  get estimate(): Estimate | null {
    return this.#estimate;
  }
  get demo(): boolean {
    return this.#providers.state === 'ready' && usesDemo(this.#models);
  }

  /** Looks again; called a while after anything changed. `connected` = the engine may be asked about its cache. */
  check = async (view: RunView, connected: boolean): Promise<void> => {
    // What could not be fetched is asked for again by the next look.
    const forecast = (this.#forecast ??= await loadForecast().catch(() => null));
    if (forecast === null) return;
    this.#editor.findCycle = forecast.cycleOf;
    this.#editor.border = forecast.border;
    this.#markStale(view, forecast);
    if (this.#providers.state !== 'ready') return;
    if (connected && !view.live)
      this.#usableIds = new Set(await this.#engine.api.usable(this.#editor.document, this.demo));
    this.#compile(forecast);
  };

  #markStale(view: RunView, { staleNodes }: Forecast): void {
    const { document, definitions } = this.#editor;
    const { run } = view;
    const providers = this.#providers.list;
    this.#staleIds = run?.plan ? staleNodes({ run, document, definitions, providers }) : NOTHING;
    view.setStale(this.#staleIds);
  }

  #compile({ compileFlow, estimateOf }: Forecast): void {
    const { document, definitions } = this.#editor;
    const usable = new Map(
      [...this.#usableIds].map((id): [string, UsableOutput] => [id, { cacheKey: id, outputHash: id }]),
    );
    const providers = this.#providers.list;
    const input = { document, definitions, providers, scope: ALL, demo: this.demo, useCache: true, usable };
    const compiled = compileFlow(input);
    if (!this.#problems.isEmpty) this.#problems.keepOnly(compiled.ok ? [] : compiled.problems, document);
    this.#estimate = estimateOf(input, compiled);
  }
}

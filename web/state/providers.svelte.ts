import { untrack } from 'svelte';
import type { ModelDescription, ModelKind, ProviderDescription } from '#shared/protocol/providers.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { withKeys } from '../engine/core/with-keys.ts';

export type ProvidersResult =
  | { readonly ok: true; readonly providers: readonly ProviderDescription[] }
  | { readonly ok: false; readonly error: WeftError };

/** What the relay can call: providers, models, prices, and whether a key is there. Knows no provider by name. */
export class Providers {
  readonly #load: () => Promise<ProvidersResult>;
  #told = $state.raw<readonly ProviderDescription[]>([]);
  #paid = $state.raw<readonly string[]>([]);
  readonly #list = $derived(withKeys(this.#told, this.#paid));
  #state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  #error = $state.raw<WeftError | null>(null);
  #loading: Promise<void> | null = null;

  constructor(load: () => Promise<ProvidersResult>) {
    this.#load = load;
  }

  /** As they are for the open flow: also those are ready whose key somebody's ring grants to it. */
  get list(): readonly ProviderDescription[] {
    return this.#list;
  }
  /** As they are without anybody's ring. */
  get told(): readonly ProviderDescription[] {
    return this.#told;
  }
  get state(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#state;
  }
  get error(): WeftError | null {
    return this.#error;
  }

  /** Says which providers a key ring pays for, in the flow that is open. */
  payFor = (paid: readonly string[]): void => {
    this.#paid = paid;
  };

  /** Asks the relay again; a list that was there stays until the new one comes. */
  refresh = (): Promise<void> => {
    this.#loading ??= untrack(() => this.#refresh()).finally(() => (this.#loading = null));
    return this.#loading;
  };

  get = (id: string): ProviderDescription | null => this.#list.find((provider) => provider.id === id) ?? null;

  model = (providerId: string, modelId: string): ModelDescription | null =>
    this.get(providerId)?.models.find((model) => model.id === modelId) ?? null;

  /** Providers that have a model of this kind, with only those models. */
  withModels = (kind: ModelKind): readonly ProviderDescription[] =>
    this.#list.flatMap((provider) => {
      const models = provider.models.filter((model) => model.kinds.includes(kind));
      return models.length === 0 ? [] : [{ ...provider, models }];
    });

  async #refresh(): Promise<void> {
    if (this.#state !== 'ready') this.#state = 'loading';
    const result = await this.#load();
    if (result.ok) {
      this.#told = result.providers;
      this.#error = null;
      this.#state = 'ready';
    } else {
      this.#error = result.error;
      if (this.#told.length === 0) this.#state = 'failed';
    }
  }
}

import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { resolveProviders } from './resolve-provider.ts';
import type { RelayEnvironment } from './types.ts';

/** What the browser learns of providers: no network, no adapter loaded, no key and no address in it. */
export function listProviders(environment: RelayEnvironment): readonly ProviderDescription[] {
  return resolveProviders(environment).map((provider) => shownProvider(provider.description));
}

/** How long the relay waits for a model is its own business. */
export function shownProvider(description: ProviderDescription): ProviderDescription {
  const models = description.models.map(({ deadlines: _own, ...model }) => model);
  return { ...description, models };
}

import type {
  ModelDescription,
  ModelKind,
  ModelPrice,
  ProviderDescription,
} from '#shared/protocol/providers.ts';
import type { ResolvedModel } from '../../engine/core/resolve-model.ts';
import type { CommandGroup } from '../kit/command-item.ts';
import { pricePerMillion } from '../run/format.ts';

/** Id of a model in the list of models; provider ids hold no slash. */
export function modelItemId(providerId: string, modelId: string): string {
  return `${providerId}/${modelId}`;
}

/** "$1.00 in, $3.60 out per million tokens", or that it is not known. */
export function priceWords(price: ModelPrice | null): string {
  if (price === null) return 'Price unknown';
  if (price.microUsdPerPicture) return `${pricePerMillion(price.microUsdPerPicture)} a picture`;
  if (price.inputMicroUsdPerMillion === 0 && price.outputMicroUsdPerMillion === 0) return 'Costs nothing';
  return `${pricePerMillion(price.inputMicroUsdPerMillion)} in, ${pricePerMillion(price.outputMicroUsdPerMillion)} out per million tokens`;
}

const PROVIDER_NOTE = {
  ready: '',
  'missing-key': ' · no key yet',
  'not-configured': ' · not set up',
} as const;

/** The models that can do the kind of work, under their providers; providers that are ready come first. `tools` = it takes them. */
export function modelGroups(
  providers: readonly ProviderDescription[],
  kind: ModelKind,
  tools = false,
): CommandGroup[] {
  const ready = (provider: ProviderDescription) => (provider.status === 'ready' ? 0 : 1);
  return [...providers]
    .sort((a, b) => ready(a) - ready(b))
    .map((provider) => ({
      id: provider.id,
      label: `${provider.label}${PROVIDER_NOTE[provider.status]}`,
      items: provider.models
        .filter((model) => model.kinds.includes(kind))
        .map((model) => ({
          id: modelItemId(provider.id, model.id),
          label: model.label,
          detail: detailOf(provider, model, tools),
          keywords: `${provider.label} ${model.id}`,
        })),
    }))
    .filter((group) => group.items.length > 0);
}

function detailOf(provider: ProviderDescription, model: ModelDescription, tools: boolean): string {
  if (provider.demo) return 'Built in, not a model, costs nothing';
  return tools && model.tools === false ? 'Cannot call tools' : priceWords(model.price);
}

/** What stands in the way of using the model, and what to do; null when nothing does. */
export function statusWords(resolved: ResolvedModel): string | null {
  switch (resolved.status) {
    case 'ready':
      return null;
    case 'missing-key':
      return `${resolved.providerLabel} has no key yet. Add one under Keys, pick another model, or run with the demo.`;
    case 'not-configured':
      return `${resolved.providerLabel} is not set up on this relay. Pick another model, or ask whoever runs it.`;
    case 'unknown-provider':
      return `This relay does not know the provider ${resolved.provider}. Pick another model.`;
    case 'unknown-model':
      return `${resolved.providerLabel} does not list ${resolved.model}. It is sent as it is; its price is unknown.`;
    case 'no-model':
      return `No model is chosen. Pick one.`;
    case 'no-tools':
      return `${resolved.modelLabel} cannot call tools. Pick another model, or turn the tools off.`;
    default:
      return resolved.status satisfies never;
  }
}

import { z } from 'zod/mini';
import type { FlowNode, FlowSettings } from '#shared/graph/document.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import {
  defaultParameters,
  parameterValuesSchema,
  type ModelDescription,
  type ModelKind,
  type ModelPrice,
  type ProviderDescription,
} from '#shared/protocol/providers.ts';
import type { ModelUse, NodeDefinition } from '../../node-kit/types.ts';

/**
 * Which model a node uses and why. 1. the node's own provider and model; 2. the node type's default, either half
 * replaced by the node; 3. the flow's default. The demo, an option of a run, overrides all three.
 */

export type ModelOrigin = 'node' | 'node-type' | 'flow' | 'demo';

export type ModelStatus =
  'ready' | 'missing-key' | 'not-configured' | 'unknown-provider' | 'unknown-model' | 'no-model' | 'no-tools';

export interface ResolvedModel {
  readonly provider: string;
  readonly model: string;
  readonly providerLabel: string;
  readonly modelLabel: string;
  readonly origin: ModelOrigin;
  /** One sentence for people: why this model. */
  readonly reason: string;
  /** null = unknown. */
  readonly price: ModelPrice | null;
  /** The model's defaults, replaced by the node's values where the model has such a parameter. */
  readonly parameters: { readonly [key: string]: JsonValue };
  readonly kind: ModelKind;
  /** What the model's parameters may be; empty where nobody says. */
  readonly fields: ModelDescription['parameters'];
  readonly temperature: number;
  readonly maxOutputTokens: number;
  readonly status: ModelStatus;
}

/** What a node's config may say under `model`; anything that does not fit counts as not said. */
const choiceSchema = z.object({
  provider: z.catch(z.optional(z.string().check(z.maxLength(64))), undefined),
  model: z.catch(z.optional(z.string().check(z.maxLength(200))), undefined),
  temperature: z.catch(z.optional(z.number().check(z.minimum(0), z.maximum(2))), undefined),
  maxOutputTokens: z.catch(z.optional(z.int().check(z.minimum(1), z.maximum(200_000))), undefined),
  parameters: z.catch(z.optional(parameterValuesSchema), undefined),
});
type ModelChoice = z.infer<typeof choiceSchema>;

interface Pick {
  readonly provider: string;
  readonly model: string;
  readonly origin: ModelOrigin;
  readonly reason: string;
}

/** null = the node calls no model. */
export function resolveModel(
  node: { readonly config: FlowNode['config'] },
  definition: NodeDefinition,
  settings: FlowSettings,
  providers: readonly ProviderDescription[],
  options: { readonly demo: boolean },
): ResolvedModel | null {
  const use = definition.model;
  if (use === null || definition.usesModel?.(node.config) === false) return null;
  const choice = modelChoice(node.config);
  const pick =
    (options.demo ? pickDemo(use.kind, providers) : null) ??
    pickNode(choice, use, providers) ??
    pickType(use, providers) ??
    pickFlow(settings, use.kind, providers);
  return describe(pick, choice, providers, { ...use, tools: definition.usesTools?.(node.config) === true });
}

/** The `model` part of a node's config. */
export function modelChoice(config: JsonObject): ModelChoice {
  const parsed = choiceSchema.safeParse(config['model']);
  return parsed.success ? parsed.data : {};
}

const find = (providers: readonly ProviderDescription[], id: string) =>
  providers.find((provider) => provider.id === id);

const defaultModel = (provider: ProviderDescription | undefined, kind: ModelKind): string =>
  provider?.defaultModels[kind] ?? provider?.models.find((model) => model.kinds.includes(kind))?.id ?? '';

function pickDemo(kind: ModelKind, providers: readonly ProviderDescription[]): Pick | null {
  const demo = providers.find((provider) => provider.demo);
  if (demo === undefined) return null;
  const reason = 'This run uses the built-in demo, which is not a model, instead of every model.';
  return { provider: demo.id, model: defaultModel(demo, kind), origin: 'demo', reason };
}

function pickNode(
  choice: ModelChoice,
  use: ModelUse,
  providers: readonly ProviderDescription[],
): Pick | null {
  if (choice.provider) {
    const model = choice.model || defaultModel(find(providers, choice.provider), use.kind);
    const reason = choice.model
      ? 'Chosen on this node.'
      : "The provider is chosen on this node; the model is that provider's default.";
    return { provider: choice.provider, model, origin: 'node', reason };
  }
  if (!choice.model || use.provider === '') return null;
  const reason = "The model is chosen on this node; the provider is this kind of node's default.";
  return { provider: use.provider, model: choice.model, origin: 'node', reason };
}

function pickType(use: ModelUse, providers: readonly ProviderDescription[]): Pick | null {
  if (use.provider === '') return null;
  const model = use.model || defaultModel(find(providers, use.provider), use.kind);
  const reason = 'The default of this kind of node; nothing is chosen on the node.';
  return { provider: use.provider, model, origin: 'node-type', reason };
}

function pickFlow(settings: FlowSettings, kind: ModelKind, providers: readonly ProviderDescription[]): Pick {
  if (settings.defaultProvider) {
    const model = settings.defaultModel || defaultModel(find(providers, settings.defaultProvider), kind);
    return { provider: settings.defaultProvider, model, origin: 'flow', reason: "The flow's default." };
  }
  const real = providers.filter((provider) => !provider.demo && defaultModel(provider, kind) !== '');
  const first = real.find((provider) => provider.status === 'ready') ?? real[0];
  const reason = 'Neither the node nor the flow names a model, so the first provider that has a key is used.';
  return { provider: first?.id ?? '', model: defaultModel(first, kind), origin: 'flow', reason };
}

function describe(
  pick: Pick,
  choice: ModelChoice,
  providers: readonly ProviderDescription[],
  use: ModelUse & { readonly tools: boolean },
): ResolvedModel {
  const provider = find(providers, pick.provider);
  const model = provider?.models.find((candidate) => candidate.id === pick.model);
  // A picture has neither temperature nor length: what a file says of them must not make it another picture.
  const said: ModelChoice = use.kind === 'image' ? {} : choice;
  return {
    ...pick,
    kind: use.kind,
    providerLabel: provider?.label ?? pick.provider,
    modelLabel: model?.label ?? pick.model,
    price: model?.price ?? null,
    parameters: pick.origin === 'demo' ? {} : parametersOf(model, choice),
    fields: model?.parameters ?? {},
    temperature: said.temperature ?? use.temperature,
    maxOutputTokens: Math.min(
      said.maxOutputTokens ?? use.maxOutputTokens,
      model?.maxOutputTokens ?? Number.MAX_SAFE_INTEGER,
    ),
    status: statusOf(pick, provider, model, use.tools),
  };
}

/** A parameter that the model does not have (left over from another) is dropped. */
function parametersOf(model: ModelDescription | undefined, choice: ModelChoice): Record<string, JsonValue> {
  if (model === undefined) return {};
  const values = defaultParameters(model);
  for (const [key, value] of Object.entries(choice.parameters ?? {}))
    if (model.parameters[key] !== undefined) values[key] = value;
  return values;
}

function statusOf(
  pick: Pick,
  provider: ProviderDescription | undefined,
  model: ModelDescription | undefined,
  tools: boolean,
): ModelStatus {
  if (pick.provider === '' || (pick.model === '' && provider !== undefined)) return 'no-model';
  if (provider === undefined) return 'unknown-provider';
  if (provider.status !== 'ready') return provider.status;
  if (tools && model?.tools === false) return 'no-tools';
  // A provider that lists no models (a custom server that was not asked) takes any name.
  return model === undefined && provider.models.length > 0 ? 'unknown-model' : 'ready';
}

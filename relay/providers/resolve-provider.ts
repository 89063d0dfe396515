import type { ModelDescription, ParameterField, ProviderDescription } from '#shared/protocol/providers.ts';
import { baseUrlOf, customOrigins, pictureBaseUrlOf } from './base-url.ts';
import { PROVIDER_MODULES } from './registry.ts';
import type { KeyCheckRequest, ProviderAdapter, ProviderModule, RelayEnvironment } from './types.ts';

/** A provider with everything a call needs, found from the relay's variables. */
export interface ResolvedProvider {
  readonly description: ProviderDescription;
  /** Empty when the provider works inside the relay. */
  readonly baseUrl: string;
  /** Where pictures are made; mostly the same. */
  readonly pictureBaseUrl: string;
  readonly allowHttp: boolean;
  /** Null when there is none; the empty string for providers that need none. */
  readonly apiKey: string | null;
  readonly otherModelParameters: { readonly [key: string]: ParameterField };
  readonly keyCheck: KeyCheckRequest | undefined;
  readonly thinkingRoomTokens: number;
  /** Only the variables that the module named. */
  readonly variables: RelayEnvironment;
  loadAdapter(): Promise<ProviderAdapter>;
}

/** Variable with a key for the first custom server; it goes to that server alone. */
const CUSTOM_KEY_VARIABLE = 'WEFT_CUSTOM_API_KEY';

/** All providers as this relay has them; custom servers once for each allowed origin. */
export function resolveProviders(environment: RelayEnvironment): readonly ResolvedProvider[] {
  return PROVIDER_MODULES.flatMap((module) =>
    module.description.id === 'custom'
      ? resolveCustom(module, environment)
      : [resolveOne(module, environment)],
  );
}

/** Null = no such provider. `description.status` says whether a call can be made now. */
export function resolveProvider(id: string, environment: RelayEnvironment): ResolvedProvider | null {
  return resolveProviders(environment).find((provider) => provider.description.id === id) ?? null;
}

/** The listed model of that id, or null for one typed by hand. */
export function findModel(provider: ResolvedProvider, modelId: string): ModelDescription | null {
  return provider.description.models.find((model) => model.id === modelId) ?? null;
}

function resolveOne(module: ProviderModule, environment: RelayEnvironment): ResolvedProvider {
  const { keyVariable, id, baseUrl: ownUrl } = module.description;
  const key = keyVariable === '' ? '' : (environment[keyVariable]?.trim() ?? '');
  const ready = keyVariable === '' || key !== '';
  const { url, allowHttp } = baseUrlOf(id, ownUrl, environment);
  const pictures = pictureBaseUrlOf(id, { own: module.description.pictureBaseUrl, text: url }, environment);
  return resolved(module, environment, {
    description: publicDescription(module, ready ? 'ready' : 'missing-key'),
    baseUrl: url,
    pictureBaseUrl: pictures,
    allowHttp,
    apiKey: ready ? key : null,
  });
}

function resolveCustom(module: ProviderModule, environment: RelayEnvironment): readonly ResolvedProvider[] {
  const origins = customOrigins(environment);
  if (origins.length === 0) {
    const description = publicDescription(module, 'not-configured');
    return [
      resolved(module, environment, {
        description,
        baseUrl: '',
        pictureBaseUrl: '',
        allowHttp: false,
        apiKey: null,
      }),
    ];
  }
  return origins.map((origin, index) => {
    const host = new URL(origin).host;
    // The first keeps the plain id; the others carry their host, so that reordering the list never sends a flow's
    // prompts to another machine than the one it names.
    const id = index === 0 ? module.description.id : `custom@${host}`;
    const label = index === 0 ? module.description.label : `${module.description.label} (${host})`;
    return resolved(module, environment, {
      description: { ...publicDescription(module, 'ready'), id, label },
      baseUrl: `${origin}/v1`,
      pictureBaseUrl: `${origin}/v1`,
      allowHttp: true,
      apiKey: index === 0 ? (environment[CUSTOM_KEY_VARIABLE]?.trim() ?? '') : '',
    });
  });
}

type Found = Pick<ResolvedProvider, 'description' | 'baseUrl' | 'pictureBaseUrl' | 'allowHttp' | 'apiKey'>;

function resolved(module: ProviderModule, environment: RelayEnvironment, found: Found): ResolvedProvider {
  const { otherModelParameters, keyCheck, thinkingRoomTokens = 0 } = module.description;
  const variables = Object.fromEntries(module.variables.map((name) => [name, environment[name]]));
  const more = { otherModelParameters, keyCheck, thinkingRoomTokens, variables };
  return Object.freeze({ ...found, ...more, loadAdapter: module.loadAdapter });
}

/** The description without what is only the relay's business. */
function publicDescription(
  module: ProviderModule,
  status: ProviderDescription['status'],
): ProviderDescription {
  const { id, label, about, keyUrl, keyVariable, free, demo, defaultModels, models } = module.description;
  return { id, label, about, keyUrl, keyVariable, status, free, demo, defaultModels, models };
}

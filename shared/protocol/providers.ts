import { z } from 'zod/mini';
import { jsonValueSchema, type JsonValue } from '../json.ts';

/** What the browser learns of providers, all of it from GET /api/providers. No provider is named in web code. */

export type ParameterField =
  | {
      readonly type: 'select';
      readonly label: string;
      readonly description: string;
      readonly default: string;
      readonly required: boolean;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }
  | {
      readonly type: 'boolean';
      readonly label: string;
      readonly description: string;
      readonly default: boolean;
      readonly required: boolean;
    }
  | {
      readonly type: 'number';
      readonly label: string;
      readonly description: string;
      readonly default: number | null;
      readonly required: boolean;
      readonly min?: number | undefined;
      readonly max?: number | undefined;
      readonly step?: number | undefined;
    }
  | {
      readonly type: 'text';
      readonly label: string;
      readonly description: string;
      readonly default: string;
      readonly required: boolean;
    };

export const parameterFieldSchema: z.ZodMiniType<ParameterField> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('select'),
    label: z.string(),
    description: z.string(),
    default: z.string(),
    required: z.boolean(),
    options: z.array(z.object({ value: z.string(), label: z.string() })),
  }),
  z.object({
    type: z.literal('boolean'),
    label: z.string(),
    description: z.string(),
    default: z.boolean(),
    required: z.boolean(),
  }),
  z.object({
    type: z.literal('number'),
    label: z.string(),
    description: z.string(),
    default: z.nullable(z.number()),
    required: z.boolean(),
    min: z.optional(z.number()),
    max: z.optional(z.number()),
    step: z.optional(z.number()),
  }),
  z.object({
    type: z.literal('text'),
    label: z.string(),
    description: z.string(),
    default: z.string(),
    required: z.boolean(),
  }),
]);

export type ModelKind = 'text' | 'vision' | 'image';

/** A price as the provider's page gave it on a day: integer micro-dollars for a million tokens. */
export interface ModelPrice {
  readonly inputMicroUsdPerMillion: number;
  readonly outputMicroUsdPerMillion: number;
  /** Of a picture, where pictures are paid by the piece; tokens then cost nothing besides. */
  readonly microUsdPerPicture?: number | undefined;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly asOf: string;
}

/** How long one waits for a model, in milliseconds, where that is longer than for others. */
export interface CallDeadlines {
  /** Until it begins to answer. */
  readonly headersMs?: number | undefined;
  /** Of silence within the answer: a model may think without a word. */
  readonly idleMs?: number | undefined;
  /** Of the whole call; below `LIMITS.turnLapseMs`. */
  readonly totalMs?: number | undefined;
}

export interface ModelDescription {
  readonly id: string;
  readonly label: string;
  /** What it can do; a vision model is listed with both 'text' and 'vision'. */
  readonly kinds: readonly ModelKind[];
  /** Whether it calls tools; left out = nobody says. Only `false` is refused. */
  readonly tools?: boolean | undefined;
  /** Whether it thinks before it answers when it is asked to; the others answer without. Left out = nobody says. */
  readonly thinking?: boolean | undefined;
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  /** Left out = as long as for all models. The relay's alone: browsers do not read it. */
  readonly deadlines?: CallDeadlines | undefined;
  /** null = no price with a source is known; shown as unknown. */
  readonly price: ModelPrice | null;
  readonly parameters: { readonly [key: string]: ParameterField };
}

export interface ProviderDescription {
  readonly id: string;
  readonly label: string;
  /** One sentence for people. */
  readonly about: string;
  /** Where a key is made; empty for providers without keys. */
  readonly keyUrl: string;
  /** Name of the relay's environment variable for the key, e.g. MISTRAL_API_KEY; empty for none. */
  readonly keyVariable: string;
  /** 'ready' = a call can be made now; 'missing-key'; 'not-configured' = needs the relay's operator (custom servers). */
  readonly status: 'ready' | 'missing-key' | 'not-configured';
  /** Free providers may simply be called again after a lost call. */
  readonly free: boolean;
  /** True for the built-in demo, which is not a model and says so. */
  readonly demo: boolean;
  /** First model of a kind that a node gets when this provider is picked. */
  readonly defaultModels: { readonly [kind in ModelKind]?: string };
  readonly models: readonly ModelDescription[];
}

const modelKindSchema = z.enum(['text', 'vision', 'image']);

export const providerDescriptionSchema: z.ZodMiniType<ProviderDescription> = z.object({
  id: z.string(),
  label: z.string(),
  about: z.string(),
  keyUrl: z.string(),
  keyVariable: z.string(),
  status: z.enum(['ready', 'missing-key', 'not-configured']),
  free: z.boolean(),
  demo: z.boolean(),
  defaultModels: z.partialRecord(modelKindSchema, z.string()),
  models: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      kinds: z.array(modelKindSchema),
      tools: z.optional(z.boolean()),
      thinking: z.optional(z.boolean()),
      contextTokens: z.int().check(z.positive()),
      maxOutputTokens: z.int().check(z.positive()),
      price: z.nullable(
        z.object({
          inputMicroUsdPerMillion: z.int().check(z.nonnegative()),
          outputMicroUsdPerMillion: z.int().check(z.nonnegative()),
          microUsdPerPicture: z.optional(z.int().check(z.nonnegative())),
          source: z.string(),
          asOf: z.string(),
        }),
      ),
      parameters: z.record(z.string(), parameterFieldSchema),
    }),
  ),
}) as z.ZodMiniType<ProviderDescription>;

export const providersResponseSchema = z.object({
  providers: z.array(providerDescriptionSchema),
  /** Hosts that requests of flows may go to: names, and `*.name` for all below one. */
  httpHosts: z.optional(z.array(z.string())),
});

/** The values a model starts with: its parameters' defaults, those without one left out. */
export function defaultParameters(model: ModelDescription): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const [key, field] of Object.entries(model.parameters))
    if (field.default !== null) values[key] = field.default;
  return values;
}

/** Parameter values as a form or file holds them. */
export const parameterValuesSchema = z.record(z.string().check(z.maxLength(64)), jsonValueSchema);

/**
 * Cost of a call in integer micro-dollars, rounded up (never down); null when the price is unknown.
 */
export function costMicroUsd(
  price: ModelPrice | null,
  inputTokens: number,
  outputTokens: number,
): number | null {
  if (price === null) return null;
  return Math.ceil(
    (price.inputMicroUsdPerMillion * inputTokens + price.outputMicroUsdPerMillion * outputTokens) / 1_000_000,
  );
}

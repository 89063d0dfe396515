import { FREQUENCY_PENALTY, PRESENCE_PENALTY, SEED, TOP_P } from '../parameter-fields.ts';
import { price } from '../price.ts';
import type { ProviderDescriptionSource } from '../types.ts';

/** `random_seed` instead of `seed`: docs.mistral.ai/api, chat completions. */
const PARAMETERS = {
  top_p: TOP_P,
  presence_penalty: PRESENCE_PENALTY,
  frequency_penalty: FREQUENCY_PENALTY,
  random_seed: SEED,
} as const;

export const mistralDescription: ProviderDescriptionSource = {
  id: 'mistral',
  label: 'Mistral',
  about: 'Fast European models; the default of most nodes.',
  keyUrl: 'https://console.mistral.ai/api-keys',
  keyVariable: 'MISTRAL_API_KEY',
  baseUrl: 'https://api.mistral.ai/v1',
  free: false,
  demo: false,
  defaultModels: { text: 'ministral-14b-2512', vision: 'ministral-14b-2512' },
  otherModelParameters: PARAMETERS,
  /**
   * Tools: docs.mistral.ai, "Function calling", available models; of the creative one nothing is said. Thinking: Small 4,
   * `reasoning_effort` (its model card).
   */
  models: [
    {
      id: 'ministral-14b-2512',
      label: 'Ministral 3 14B',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 256_000,
      maxOutputTokens: 32_000,
      price: price(0.2, 0.2, 'https://glama.ai/gateway/providers/mistral', '2026-11-21'),
      parameters: PARAMETERS,
    },
    {
      id: 'labs-mistral-small-creative',
      label: 'Mistral Small Creative',
      kinds: ['text'],
      thinking: false,
      contextTokens: 32_000,
      maxOutputTokens: 16_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      // The price of a "latest" name moves with the model behind it.
      id: 'mistral-small-latest',
      label: 'Mistral Small (latest)',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 128_000,
      maxOutputTokens: 32_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'mistral-medium-latest',
      label: 'Mistral Medium (latest)',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 128_000,
      maxOutputTokens: 32_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'mistral-large-latest',
      label: 'Mistral Large (latest)',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 256_000,
      maxOutputTokens: 32_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'pixtral-12b-2409',
      label: 'Pixtral 12B',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 128_000,
      maxOutputTokens: 16_000,
      price: null,
      parameters: PARAMETERS,
    },
  ],
};

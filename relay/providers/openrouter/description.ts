import { effortField, FREQUENCY_PENALTY, PRESENCE_PENALTY, SEED, TOP_P } from '../parameter-fields.ts';
import type { ProviderDescriptionSource } from '../types.ts';

const SAMPLING = {
  top_p: TOP_P,
  presence_penalty: PRESENCE_PENALTY,
  frequency_penalty: FREQUENCY_PENALTY,
  seed: SEED,
} as const;

const REASONING = { reasoning_effort: effortField(['low', 'medium', 'high']), ...SAMPLING } as const;

/** No prices: OpenRouter's change from host to host and day to day; its account page shows what was charged. */
export const openrouterDescription: ProviderDescriptionSource = {
  id: 'openrouter',
  label: 'OpenRouter',
  about: 'Hundreds of models of many makers behind one key.',
  keyUrl: 'https://openrouter.ai/settings/keys',
  keyVariable: 'OPENROUTER_API_KEY',
  baseUrl: 'https://openrouter.ai/api/v1',
  // Its list of models is open to everybody.
  keyPrefix: 'sk-or-',
  keyCheck: { path: '/key' },
  free: false,
  demo: false,
  defaultModels: {
    text: 'cognitivecomputations/dolphin-mistral-24b-venice-edition:free',
    vision: 'openai/gpt-4.1-mini',
  },
  otherModelParameters: REASONING,
  /** Tools and thinking: openrouter.ai, pages of the models; that Venice has no tools: mastra.ai/docs/models/providers/venice. */
  models: [
    {
      id: 'cognitivecomputations/dolphin-mistral-24b-venice-edition:free',
      label: 'Dolphin Mistral 24B (free)',
      kinds: ['text'],
      tools: false,
      thinking: false,
      contextTokens: 32_768,
      maxOutputTokens: 32_768,
      price: null,
      parameters: SAMPLING,
    },
    {
      id: 'openai/gpt-4.1-mini',
      label: 'GPT-4.1 mini',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 1_047_576,
      maxOutputTokens: 32_768,
      price: null,
      parameters: SAMPLING,
    },
    {
      id: 'anthropic/claude-haiku-4.5',
      label: 'Claude Haiku 4.5',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      price: null,
      parameters: { reasoning_effort: REASONING.reasoning_effort, top_p: TOP_P },
    },
    {
      id: 'z-ai/glm-4.7',
      label: 'GLM-4.7',
      kinds: ['text'],
      tools: true,
      thinking: true,
      contextTokens: 200_000,
      maxOutputTokens: 128_000,
      price: null,
      parameters: REASONING,
    },
    {
      id: 'deepseek/deepseek-chat-v3.1',
      label: 'DeepSeek V3.1',
      kinds: ['text'],
      tools: true,
      thinking: true,
      contextTokens: 128_000,
      maxOutputTokens: 32_768,
      price: null,
      parameters: REASONING,
    },
  ],
};

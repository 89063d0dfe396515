import { effortField, FREQUENCY_PENALTY, PRESENCE_PENALTY, SEED, TOP_P } from '../parameter-fields.ts';
import { SILENT_THINKING } from '../silent-thinking.ts';
import { price } from '../price.ts';
import type { ProviderDescriptionSource } from '../types.ts';
import { OPENAI_PICTURE_MODELS } from './picture-models.ts';

const SAMPLING = {
  top_p: TOP_P,
  presence_penalty: PRESENCE_PENALTY,
  frequency_penalty: FREQUENCY_PENALTY,
  seed: SEED,
} as const;

/** Reasoning models take an effort instead of sampling (OpenAI, "Reasoning models"). */
const REASONING = { reasoning_effort: effortField(['none', 'low', 'medium', 'high', 'xhigh']) } as const;

const GPT_5_PRICES = 'https://www.morphllm.com/openai-api-pricing';
const GPT_4_PRICES = 'https://deploybase.ai/articles/openai-pricing';
const READ_ON = '2026-11-21';

export const openaiDescription: ProviderDescriptionSource = {
  id: 'openai',
  label: 'OpenAI',
  about: 'The GPT models of OpenAI.',
  keyUrl: 'https://platform.openai.com/api-keys',
  keyVariable: 'OPENAI_API_KEY',
  baseUrl: 'https://api.openai.com/v1',
  free: false,
  demo: false,
  defaultModels: { text: 'gpt-5.4-mini', vision: 'gpt-5.4-mini', image: 'gpt-image-1' },
  otherModelParameters: { ...REASONING, ...SAMPLING },
  /** Tools and thinking: developers.openai.com, model pages. GPT-5.4 thinks only where no tools are offered (chat completions). */
  models: [
    {
      id: 'gpt-5.4-mini',
      label: 'GPT-5.4 mini',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 400_000,
      maxOutputTokens: 128_000,
      price: price(0.75, 4.5, GPT_5_PRICES, READ_ON),
      deadlines: SILENT_THINKING,
      parameters: REASONING,
    },
    {
      id: 'gpt-5.4-nano',
      label: 'GPT-5.4 nano',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 400_000,
      maxOutputTokens: 128_000,
      price: price(0.2, 1.25, GPT_5_PRICES, READ_ON),
      deadlines: SILENT_THINKING,
      parameters: REASONING,
    },
    {
      // Beyond 272,000 tokens of input it costs more, which a price here cannot say.
      id: 'gpt-5.4',
      label: 'GPT-5.4',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
      price: null,
      deadlines: SILENT_THINKING,
      parameters: REASONING,
    },
    {
      id: 'gpt-4.1-mini',
      label: 'GPT-4.1 mini',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 1_047_576,
      maxOutputTokens: 32_768,
      price: price(0.4, 1.6, GPT_4_PRICES, READ_ON),
      parameters: SAMPLING,
    },
    {
      id: 'gpt-4.1',
      label: 'GPT-4.1',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: false,
      contextTokens: 1_047_576,
      maxOutputTokens: 32_768,
      price: price(2, 8, GPT_4_PRICES, READ_ON),
      parameters: SAMPLING,
    },
    ...OPENAI_PICTURE_MODELS,
  ],
};

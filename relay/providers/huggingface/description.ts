import { FREQUENCY_PENALTY, PRESENCE_PENALTY, SEED, TOP_P } from '../parameter-fields.ts';
import type { ProviderDescriptionSource } from '../types.ts';
import { HUGGINGFACE_PICTURE_MODELS } from './picture-models.ts';

const PARAMETERS = {
  top_p: TOP_P,
  presence_penalty: PRESENCE_PENALTY,
  frequency_penalty: FREQUENCY_PENALTY,
  seed: SEED,
} as const;

/** No prices: the router picks the host of each call, and every host has its own. */
export const huggingfaceDescription: ProviderDescriptionSource = {
  id: 'huggingface',
  label: 'Hugging Face',
  about: 'Open models, run by whichever host Hugging Face finds for them.',
  keyUrl: 'https://huggingface.co/settings/tokens',
  keyVariable: 'HF_API_KEY',
  baseUrl: 'https://router.huggingface.co/v1',
  // Its list of models is open to everybody; a request without content costs nothing.
  keyPrefix: 'hf_',
  keyCheck: { path: '/chat/completions', body: '{}' },
  pictureBaseUrl: 'https://router.huggingface.co/hf-inference',
  free: false,
  demo: false,
  defaultModels: {
    text: 'Qwen/Qwen2.5-72B-Instruct',
    vision: 'Qwen/Qwen2.5-VL-7B-Instruct',
    image: 'black-forest-labs/FLUX.1-schnell',
  },
  otherModelParameters: PARAMETERS,
  /** Tools and thinking: the models' own cards on huggingface.co. */
  models: [
    {
      id: 'Qwen/Qwen2.5-72B-Instruct',
      label: 'Qwen2.5 72B Instruct',
      kinds: ['text'],
      tools: true,
      thinking: false,
      contextTokens: 131_072,
      maxOutputTokens: 8_192,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'Qwen/Qwen2.5-VL-7B-Instruct',
      label: 'Qwen2.5-VL 7B Instruct',
      kinds: ['text', 'vision'],
      thinking: false,
      contextTokens: 128_000,
      maxOutputTokens: 8_192,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'meta-llama/Llama-3.3-70B-Instruct',
      label: 'Llama 3.3 70B Instruct',
      kinds: ['text'],
      tools: true,
      thinking: false,
      contextTokens: 131_072,
      maxOutputTokens: 8_192,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'openai/gpt-oss-120b',
      label: 'GPT-OSS 120B',
      kinds: ['text'],
      tools: true,
      thinking: true,
      contextTokens: 131_072,
      maxOutputTokens: 32_768,
      price: null,
      parameters: PARAMETERS,
    },
    ...HUGGINGFACE_PICTURE_MODELS,
  ],
};

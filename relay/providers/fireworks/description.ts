import { ASPECT_RATIO, choice, PICTURE_SEED } from '../picture-fields.ts';
import type { ProviderDescriptionSource } from '../types.ts';

const PARAMETERS = {
  aspect_ratio: ASPECT_RATIO,
  seed: PICTURE_SEED,
  output_format: choice('Format', 'JPEG is smaller, PNG exact.', [
    { value: 'jpeg', label: 'JPEG' },
    { value: 'png', label: 'PNG' },
  ]),
  prompt_upsampling: {
    type: 'boolean',
    label: 'Rewrite the prompt',
    description: 'The provider makes the prompt richer by itself.',
    default: false,
    required: false,
  },
} as const;

/** Picture models have no context as text models have; this is about how much of a prompt they read. */
const PROMPT_TOKENS = 512;

export const fireworksDescription: ProviderDescriptionSource = {
  id: 'fireworks',
  label: 'Fireworks (FLUX)',
  about: 'The FLUX Kontext picture models of Black Forest Labs, on Fireworks.',
  keyUrl: 'https://app.fireworks.ai/settings/users/api-keys',
  keyVariable: 'FIREWORKS_API_KEY',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  keyPrefix: 'fw_',
  free: false,
  demo: false,
  defaultModels: { image: 'flux-kontext-pro' },
  otherModelParameters: PARAMETERS,
  models: [
    {
      id: 'flux-kontext-pro',
      label: 'FLUX.1 Kontext pro',
      kinds: ['image'],
      contextTokens: PROMPT_TOKENS,
      maxOutputTokens: 1,
      price: {
        inputMicroUsdPerMillion: 0,
        outputMicroUsdPerMillion: 0,
        microUsdPerPicture: 40_000,
        source: 'https://lumenfall.ai/models/black-forest-labs/flux.1-kontext-pro',
        asOf: '2026-11-21',
      },
      parameters: PARAMETERS,
    },
    {
      id: 'flux-kontext-max',
      label: 'FLUX.1 Kontext max',
      kinds: ['image'],
      contextTokens: PROMPT_TOKENS,
      maxOutputTokens: 1,
      price: null,
      parameters: PARAMETERS,
    },
  ],
};

import type { ModelDescription } from '#shared/protocol/providers.ts';
import { GUIDANCE, PICTURE_SEED, stepsField } from '../picture-fields.ts';

/** Prompts of FLUX are read up to so many tokens (huggingface.co, model cards). No prices: the host sets them. */
const SHORT_PROMPT_TOKENS = 256;
const PROMPT_TOKENS = 512;

export const HUGGINGFACE_PICTURE_MODELS: readonly ModelDescription[] = [
  {
    id: 'black-forest-labs/FLUX.1-schnell',
    label: 'FLUX.1 schnell',
    kinds: ['image'],
    contextTokens: SHORT_PROMPT_TOKENS,
    maxOutputTokens: 1,
    price: null,
    parameters: { num_inference_steps: stepsField(12), seed: PICTURE_SEED },
  },
  {
    id: 'black-forest-labs/FLUX.1-dev',
    label: 'FLUX.1 dev',
    kinds: ['image'],
    contextTokens: PROMPT_TOKENS,
    maxOutputTokens: 1,
    price: null,
    parameters: { num_inference_steps: stepsField(50), guidance_scale: GUIDANCE, seed: PICTURE_SEED },
  },
];

import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';
import { paintWithImages } from '../openai-compatible/paint-with-images.ts';
import { nearestSize } from '../picture-size.ts';
import type { ProviderAdapter } from '../types.ts';
import { convertParameters } from './convert-parameters.ts';
import { OPENAI_SIZES } from './picture-models.ts';

/** Reasoning models refuse a temperature (OpenAI, "Reasoning models"). */
const REASONING_MODEL = /^(gpt-5|o\d)/;

export const openaiAdapter: ProviderAdapter = Object.freeze({
  ...createOpenAiCompatibleAdapter({
    maxTokensField: 'max_completion_tokens',
    includeUsage: true,
    pictureFormat: 'data-url',
    jsonMode: 'json_schema',
    jsonBesideTools: true,
    convertParameters,
    temperature: { max: 2, refusedBy: (modelId) => REASONING_MODEL.test(modelId) },
  }),
  paint: paintWithImages({ sizeOf: (size) => nearestSize(size, OPENAI_SIZES) }),
});

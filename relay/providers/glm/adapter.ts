import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';
import { paintWithImages } from '../openai-compatible/paint-with-images.ts';
import { nearestSize } from '../picture-size.ts';
import type { ProviderAdapter } from '../types.ts';
import { convertParameters } from './convert-parameters.ts';
import { GLM_SIZES } from './picture-models.ts';

/** Z.ai: pictures as bare base64, JSON without a schema, temperatures up to 1, usage in the last chunk unasked. */
export const glmAdapter: ProviderAdapter = Object.freeze({
  ...createOpenAiCompatibleAdapter({
    maxTokensField: 'max_tokens',
    includeUsage: false,
    pictureFormat: 'base64',
    jsonMode: 'json_object',
    jsonBesideTools: false,
    carries: 'reasoning_content',
    temperature: { max: 1, refusedBy: () => false },
    convertParameters,
  }),
  paint: paintWithImages({ sizeOf: (size) => nearestSize(size, GLM_SIZES) }),
});

import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';
import { convertParameters } from './convert-parameters.ts';
import type { ProviderAdapter } from '../types.ts';
import { paint } from './paint.ts';

export const huggingfaceAdapter: ProviderAdapter = Object.freeze({
  ...createOpenAiCompatibleAdapter({
    maxTokensField: 'max_tokens',
    includeUsage: true,
    pictureFormat: 'data-url',
    jsonMode: 'json_schema',
    jsonBesideTools: false,
    temperature: { max: 2, refusedBy: () => false },
    convertParameters,
  }),
  paint,
});

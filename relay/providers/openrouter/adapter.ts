import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';
import { convertParameters } from './convert-parameters.ts';

export const openrouterAdapter = createOpenAiCompatibleAdapter({
  maxTokensField: 'max_tokens',
  includeUsage: true,
  pictureFormat: 'data-url',
  jsonMode: 'json_schema',
  jsonBesideTools: false,
  carries: 'reasoning_details',
  temperature: { max: 2, refusedBy: () => false },
  convertParameters,
});

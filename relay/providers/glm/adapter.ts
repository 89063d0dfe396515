import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';
import { convertParameters } from './convert-parameters.ts';

/** Z.ai: pictures as bare base64, JSON without a schema, temperatures up to 1, usage in the last chunk unasked. */
export const glmAdapter = createOpenAiCompatibleAdapter({
  maxTokensField: 'max_tokens',
  includeUsage: false,
  pictureFormat: 'base64',
  jsonMode: 'json_object',
  temperature: { max: 1, refusedBy: () => false },
  convertParameters,
});

import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';

export const huggingfaceAdapter = createOpenAiCompatibleAdapter({
  maxTokensField: 'max_tokens',
  includeUsage: true,
  pictureFormat: 'data-url',
  jsonMode: 'json_schema',
  temperature: { max: 2, refusedBy: () => false },
});

import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';

/** Reasoning models refuse a temperature (OpenAI, "Reasoning models"). */
const REASONING_MODEL = /^(gpt-5|o\d)/;

export const openaiAdapter = createOpenAiCompatibleAdapter({
  maxTokensField: 'max_completion_tokens',
  includeUsage: true,
  pictureFormat: 'data-url',
  jsonMode: 'json_schema',
  temperature: { max: 2, refusedBy: (modelId) => REASONING_MODEL.test(modelId) },
});

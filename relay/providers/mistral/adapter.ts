import { convertParameters } from './convert-parameters.ts';
import { mistralToolCallId } from './tool-call-id.ts';
import { createOpenAiCompatibleAdapter } from '../openai-compatible/create-adapter.ts';

/** Mistral takes temperatures up to 1.5 and refuses members that it does not know (docs.mistral.ai/api). */
export const mistralAdapter = createOpenAiCompatibleAdapter({
  maxTokensField: 'max_tokens',
  includeUsage: false,
  pictureFormat: 'data-url',
  jsonMode: 'json_schema',
  jsonBesideTools: false,
  temperature: { max: 1.5, refusedBy: () => false },
  convertParameters,
  toolCallId: mistralToolCallId,
});

import type { ParameterField } from '#shared/protocol/providers.ts';
import { TOP_P } from '../parameter-fields.ts';
import type { ProviderDescriptionSource } from '../types.ts';
import { GLM_PICTURE_MODELS } from './picture-models.ts';

const THINKING: ParameterField = {
  type: 'select',
  label: 'Thinking',
  description: 'Whether the model thinks before it answers. Thinking is billed as output.',
  default: 'disabled',
  required: false,
  options: [
    { value: 'disabled', label: 'Off' },
    { value: 'enabled', label: 'On' },
  ],
};

const PARAMETERS = { thinking: THINKING, top_p: TOP_P } as const;

/** No prices: this address belongs to the coding plan, which is paid by the month and not by the token. */
export const glmDescription: ProviderDescriptionSource = {
  id: 'glm',
  label: 'GLM (Z.ai)',
  about: 'The GLM models of Z.ai, through its coding plan.',
  keyUrl: 'https://z.ai/manage-apikey/apikey-list',
  keyVariable: 'GLM_API_KEY',
  baseUrl: 'https://api.z.ai/api/coding/paas/v4',
  // It documents no list of models; a request without content costs nothing. 401 is a wrong key; 429 is an account that is
  // empty, busy or locked, so its key is known (docs.z.ai, "Errors", read on 21 November 2026).
  keyCheck: { path: '/chat/completions', body: '{}', knows: [429] },
  pictureBaseUrl: 'https://api.z.ai/api/paas/v4',
  free: false,
  demo: false,
  defaultModels: { text: 'glm-4.7-flash', vision: 'glm-4.6v', image: 'glm-image' },
  otherModelParameters: PARAMETERS,
  /** Tools and thinking: docs.z.ai, "Function calling" and "Thinking mode". */
  models: [
    {
      id: 'glm-4.7-flash',
      label: 'GLM-4.7 Flash',
      kinds: ['text'],
      tools: true,
      thinking: true,
      contextTokens: 200_000,
      maxOutputTokens: 128_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'glm-4.7-flashx',
      label: 'GLM-4.7 FlashX',
      kinds: ['text'],
      tools: true,
      thinking: true,
      contextTokens: 200_000,
      maxOutputTokens: 128_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'glm-4.7',
      label: 'GLM-4.7',
      kinds: ['text'],
      tools: true,
      thinking: true,
      contextTokens: 200_000,
      maxOutputTokens: 128_000,
      price: null,
      parameters: PARAMETERS,
    },
    {
      id: 'glm-4.6v',
      label: 'GLM-4.6V',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 128_000,
      maxOutputTokens: 32_000,
      price: null,
      parameters: PARAMETERS,
    },
    ...GLM_PICTURE_MODELS,
  ],
};

import { effortField, FREQUENCY_PENALTY, PRESENCE_PENALTY, SEED, TOP_P } from '../parameter-fields.ts';
import type { ProviderDescriptionSource } from '../types.ts';

/** Not free, although most such servers are: one may stand in front of a paid one, and Weft asks before paying twice. */
export const customDescription: ProviderDescriptionSource = {
  id: 'custom',
  label: 'Own server',
  about: 'An OpenAI-compatible server (Ollama, vLLM, LM Studio…) that whoever runs the relay has allowed.',
  keyUrl: '',
  keyVariable: '',
  baseUrl: '',
  free: false,
  demo: false,
  defaultModels: {},
  otherModelParameters: {
    reasoning_effort: effortField(['low', 'medium', 'high']),
    top_p: TOP_P,
    presence_penalty: PRESENCE_PENALTY,
    frequency_penalty: FREQUENCY_PENALTY,
    seed: SEED,
  },
  models: [],
};

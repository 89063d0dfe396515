import type { ProviderDescriptionSource } from '../types.ts';

/** Built in, so that everything can be tried without a key. It is a program that follows rules, and says so. */
export const demoDescription: ProviderDescriptionSource = {
  id: 'demo',
  label: 'Demo',
  about:
    'Not a model: a small program in the relay that answers by rules, so that flows can be tried without a key.',
  keyUrl: '',
  keyVariable: '',
  baseUrl: '',
  free: true,
  demo: true,
  defaultModels: { text: 'demo', vision: 'demo', image: 'demo' },
  otherModelParameters: {},
  models: [
    {
      id: 'demo',
      label: 'Demo',
      kinds: ['text', 'vision', 'image'],
      tools: true,
      thinking: true,
      contextTokens: 262_144,
      maxOutputTokens: 32_768,
      price: {
        inputMicroUsdPerMillion: 0,
        outputMicroUsdPerMillion: 0,
        microUsdPerPicture: 0,
        source: 'built in: there is nobody to pay',
        asOf: '2026-11-21',
      },
      parameters: {},
    },
  ],
};

import type { ParameterField } from '#shared/protocol/providers.ts';
import { effortField } from '../parameter-fields.ts';
import { SILENT_THINKING } from '../silent-thinking.ts';
import { price } from '../price.ts';
import type { ProviderDescriptionSource } from '../types.ts';

const EFFORT = { effort: effortField(['low', 'medium', 'high', 'xhigh', 'max']) } as const;

const THINKING_BUDGET: ParameterField = {
  type: 'number',
  label: 'Thinking budget',
  description:
    'Tokens the model may think with before it answers, at least 1,024; empty = no thinking. Billed as output.',
  default: null,
  required: false,
  min: 1_024,
  max: 32_000,
  step: 1,
};

const READ_ON = '2026-11-21';
const PRICES = 'https://platform.claude.com/docs/en/models/haiku-5-5/overview';

export const claudeDescription: ProviderDescriptionSource = {
  id: 'claude',
  label: 'Claude',
  about: 'The Claude models of Anthropic; all of them see pictures.',
  keyUrl: 'https://platform.claude.com/settings/keys',
  keyVariable: 'ANTHROPIC_API_KEY',
  baseUrl: 'https://api.anthropic.com',
  keyPrefix: 'sk-ant-',
  keyCheck: { path: '/v1/models', headers: { 'x-api-key': 'KEY', 'anthropic-version': '2023-06-01' } },
  thinkingRoomTokens: 8_192,
  free: false,
  demo: false,
  defaultModels: { text: 'claude-sonnet-5-5', vision: 'claude-sonnet-5-5' },
  otherModelParameters: EFFORT,
  /** Tools and thinking: platform.claude.com, "Tool use" and "Extended thinking". */
  models: [
    {
      id: 'claude-sonnet-5-5',
      label: 'Claude Sonnet 5.5',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
      price: price(2, 10, PRICES, READ_ON),
      deadlines: SILENT_THINKING,
      parameters: EFFORT,
    },
    {
      id: 'claude-opus-5-5',
      label: 'Claude Opus 5.5',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
      price: price(4, 20, PRICES, READ_ON),
      deadlines: SILENT_THINKING,
      parameters: EFFORT,
    },
    {
      // From 100,000 tokens of prompt on it costs five times as much, which a price here cannot say.
      id: 'claude-haiku-5-5',
      label: 'Claude Haiku 5.5',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 1_000_000,
      maxOutputTokens: 128_000,
      price: null,
      deadlines: SILENT_THINKING,
      parameters: EFFORT,
    },
    {
      id: 'claude-haiku-4-5',
      label: 'Claude Haiku 4.5',
      kinds: ['text', 'vision'],
      tools: true,
      thinking: true,
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      price: price(1, 5, 'https://platform.claude.com/docs/models/opus-5/overview', READ_ON),
      deadlines: SILENT_THINKING,
      parameters: { thinking_budget: THINKING_BUDGET },
    },
  ],
};

import type { ModelDescription } from '#shared/protocol/providers.ts';
import { choice, sizeField } from '../picture-fields.ts';

/** Sizes and qualities of the GPT image models (OpenAI API reference, "Create image"). */
export const OPENAI_SIZES = ['1024x1024', '1536x1024', '1024x1536'];

const PARAMETERS = {
  size: sizeField(OPENAI_SIZES),
  quality: choice('Quality', 'Higher quality takes longer and costs more.', [
    { value: 'low', label: 'Low' },
    { value: 'medium', label: 'Medium' },
    { value: 'high', label: 'High' },
  ]),
  background: choice('Background', 'Whether the picture may be seen through.', [
    { value: 'opaque', label: 'Opaque' },
    { value: 'transparent', label: 'Transparent' },
  ]),
} as const;

/** The longest prompt in characters is 32,000. */
const PROMPT_TOKENS = 8_000;

const model = (id: string, label: string): ModelDescription => ({
  id,
  label,
  kinds: ['image'],
  contextTokens: PROMPT_TOKENS,
  maxOutputTokens: 1,
  price: null,
  parameters: PARAMETERS,
});

export const OPENAI_PICTURE_MODELS: readonly ModelDescription[] = [
  model('gpt-image-1', 'GPT Image 1'),
  model('gpt-image-1-mini', 'GPT Image 1 mini'),
];

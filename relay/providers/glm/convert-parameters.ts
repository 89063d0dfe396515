import type { Asked } from '../openai-compatible/dialect.ts';

type Parameters = { readonly [key: string]: string | number | boolean };

/** Z.ai takes `thinking: { type }` (docs.z.ai, "Thinking mode"); the form has one plain choice, asked for it is on. */
export function convertParameters(
  parameters: Parameters,
  { thinkingTokens }: Asked,
): { readonly [member: string]: unknown } {
  const { thinking, ...others } = parameters;
  const type = thinkingTokens === null ? thinking : 'enabled';
  return type === undefined ? others : { ...others, thinking: { type } };
}

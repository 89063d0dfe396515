type Parameters = { readonly [key: string]: string | number | boolean };

/** OpenRouter's own form for all makers: `reasoning: { effort }` (openrouter.ai/docs, "Reasoning tokens"). */
export function convertParameters(parameters: Parameters): { readonly [member: string]: unknown } {
  const { reasoning_effort: effort, ...others } = parameters;
  return effort === undefined ? others : { ...others, reasoning: { effort } };
}

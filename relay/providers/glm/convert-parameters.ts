type Parameters = { readonly [key: string]: string | number | boolean };

/** Z.ai takes `thinking: { type }` (docs.z.ai, "Thinking mode"); the form has one plain choice. */
export function convertParameters(parameters: Parameters): { readonly [member: string]: unknown } {
  const { thinking, ...others } = parameters;
  return thinking === undefined ? others : { ...others, thinking: { type: thinking } };
}

/** About four characters a token: what the demo reports as usage, in the place of a tokenizer. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

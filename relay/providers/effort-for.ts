/** The nearest word of an effort for so many tokens of thinking, where a server takes words. */
export function effortFor(thinkingTokens: number): 'low' | 'medium' | 'high' {
  if (thinkingTokens <= 2_048) return 'low';
  return thinkingTokens <= 12_000 ? 'medium' : 'high';
}

import type { ModelPrice } from '#shared/protocol/providers.ts';

/**
 * A price in dollars for a million tokens, as its source gave it.
 * @param asOf ISO date on which the source was read.
 */
export function price(inputUsd: number, outputUsd: number, source: string, asOf: string): ModelPrice {
  return {
    inputMicroUsdPerMillion: Math.round(inputUsd * 1_000_000),
    outputMicroUsdPerMillion: Math.round(outputUsd * 1_000_000),
    source,
    asOf,
  };
}

import { costMicroUsd } from '#shared/protocol/providers.ts';
import type { ModelCallRequest, TokenUsage } from '#shared/run/call.ts';
import type { CallFailure } from './call-failed.ts';
import { findModel, type ResolvedProvider } from './resolve-provider.ts';

interface Bill {
  readonly request: ModelCallRequest;
  readonly provider: ResolvedProvider | null;
  readonly failure: CallFailure | null;
  readonly usage: TokenUsage | undefined;
  /** The provider's end marker arrived. */
  readonly isWhole: boolean;
}

/** Integer micro-dollars; null when it cannot be known: no price, no usage, or a call that was lost on the way. */
export function callCost({ request, provider, failure, usage, isWhole }: Bill): number | null {
  if (provider === null || provider.description.free || failure?.unbilled === true) return 0;
  if (!isWhole) return null;
  const price = findModel(provider, request.model)?.price ?? null;
  if (request.kind === 'image' && price?.microUsdPerPicture !== undefined) return price.microUsdPerPicture;
  if (usage === undefined) return null;
  return costMicroUsd(price, usage.inputTokens, usage.outputTokens);
}

import { costMicroUsd, type ModelPrice } from '#shared/protocol/providers.ts';
import type { CallEnd, ModelCallRequest, TextCallRequest } from '#shared/run/call.ts';
import { findModel, type ResolvedProvider } from './resolve-provider.ts';

/**
 * What a call may cost at most, before it is made. Where a price is unknown a ceiling stands in for it, well above the
 * dearest listed one: it limits what a budget lets through, and is never shown as a cost [VA8].
 */
export const CEILING: Required<Omit<ModelPrice, 'source' | 'asOf'>> = {
  inputMicroUsdPerMillion: 10_000_000,
  outputMicroUsdPerMillion: 50_000_000,
  microUsdPerPicture: 250_000,
};

/** No tokenizer makes more tokens than there are bytes; of a picture none is known to make more. */
const TOKENS_PER_PICTURE = 8_000;

/** Answers are this long at most where nobody said how long they may be. */
const DEFAULT_OUTPUT_TOKENS = 8_192;

export interface CallReserve {
  readonly microUsd: number;
  /** The request as it must be sent for that to hold. */
  readonly request: ModelCallRequest;
}

/**
 * @param isCapped where the request says nothing of how long the answer may be, it gets a limit, so that what is set aside
 *   is all that it can cost. Else as much is set aside, and an answer that is longer counts with what it cost.
 */
export function reserveFor(
  request: ModelCallRequest,
  provider: ResolvedProvider,
  isCapped: boolean,
): CallReserve {
  const price = priceOf(request, provider);
  if (request.kind === 'image') return { microUsd: picturePrice(request, price), request };
  const most = findModel(provider, request.model)?.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS;
  const maxOutputTokens = request.maxOutputTokens ?? Math.min(most, DEFAULT_OUTPUT_TOKENS);
  const outputTokens = maxOutputTokens + thinkingTokens(request, provider);
  return {
    microUsd: tokensCost(price, inputTokensAtMost(request), outputTokens),
    request: isCapped ? { ...request, maxOutputTokens } : request,
  };
}

/** What a budget counts for a call that has ended: its cost, else the ceiling of what it used, else all that it held. */
export function countedFor(
  end: CallEnd,
  { request, microUsd }: CallReserve,
  provider: ResolvedProvider,
): number {
  if (end.costMicroUsd !== null) return end.costMicroUsd;
  const price = priceOf(request, provider);
  if (end.outcome !== 'ok' || price !== null || request.kind === 'image' || end.usage === undefined)
    return microUsd;
  return tokensCost(null, end.usage.inputTokens, end.usage.outputTokens);
}

function priceOf({ model }: ModelCallRequest, provider: ResolvedProvider): ModelPrice | null {
  return findModel(provider, model)?.price ?? null;
}

function tokensCost(price: ModelPrice | null, inputTokens: number, outputTokens: number): number {
  const known = price ?? { ...CEILING, source: '', asOf: '' };
  return costMicroUsd(known, inputTokens, outputTokens) ?? 0;
}

function picturePrice(request: ModelCallRequest, price: ModelPrice | null): number {
  if (price === null) return CEILING.microUsdPerPicture;
  if (price.microUsdPerPicture !== undefined) return price.microUsdPerPicture;
  return Math.max(
    CEILING.microUsdPerPicture,
    tokensCost(price, JSON.stringify(request).length, TOKENS_PER_PICTURE),
  );
}

/** Everything that is sent besides pictures, in bytes. */
function inputTokensAtMost({ purpose: _purpose, ...sent }: TextCallRequest): number {
  const bytes = new TextEncoder().encode(JSON.stringify(sent)).length;
  const pictures = sent.messages
    .flatMap<{ readonly type: string }>(({ content }) => content)
    .filter(({ type }) => type === 'image');
  return bytes + pictures.length * TOKENS_PER_PICTURE;
}

function thinkingTokens({ thinking, parameters }: TextCallRequest, provider: ResolvedProvider): number {
  const budget = parameters?.['thinking_budget'];
  const asked = typeof budget === 'number' && budget > 0 ? budget : 0;
  return provider.thinkingRoomTokens + asked + (thinking?.budgetTokens ?? 0);
}

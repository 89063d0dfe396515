import { canonicalJson, type JsonObject } from '#shared/json.ts';
import { costMicroUsd } from '#shared/protocol/providers.ts';
import type { Plan } from '#shared/run/plan.ts';
import { withoutModel } from './cache-key.ts';
import type { ResolvedModel } from './resolve-model.ts';

/** Rough tokens of a text: four characters each, as the providers' own guides have it for English. */
const CHARACTERS_PER_TOKEN = 4;
/** Tokens of the instructions that a node puts around a person's text. */
const INSTRUCTION_TOKENS = 200;
/** The least a model is taken to write. */
const SHORT_ANSWER_TOKENS = 100;

export interface EstimatedNode {
  /** null = calls no model, or its output is there already. */
  readonly resolved: ResolvedModel | null;
  readonly config: JsonObject;
  /** Answers that may flow in, as the highest number of tokens. */
  readonly inputTokens: number;
  /** One, or two when personas are written in by a further call. */
  readonly calls: number;
}

/**
 * What a run may cost in micro-dollars: `low` with short answers, `high` with every answer at its limit; null when the
 * price of any model is unknown.
 */
export function estimateCost(nodes: readonly EstimatedNode[]): Plan['estimateMicroUsd'] {
  let low = 0;
  let high = 0;
  for (const node of nodes) {
    const { resolved } = node;
    if (resolved === null || resolved.origin === 'demo') continue;
    const text = Math.ceil(canonicalJson(withoutModel(node.config)).length / CHARACTERS_PER_TOKEN);
    const own = text + INSTRUCTION_TOKENS;
    const perPicture = resolved.price?.microUsdPerPicture;
    if (perPicture !== undefined) {
      low += perPicture * node.calls;
      high += perPicture * node.calls;
      continue;
    }
    const least = costMicroUsd(resolved.price, own, Math.min(SHORT_ANSWER_TOKENS, resolved.maxOutputTokens));
    const most = costMicroUsd(resolved.price, own + node.inputTokens, resolved.maxOutputTokens);
    if (least === null || most === null) return null;
    low += least * node.calls;
    high += most * node.calls;
  }
  return { low, high };
}

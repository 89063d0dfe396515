import { z } from 'zod/mini';
import type { Reserve, Settle } from '../core/vault/vault-request.ts';

/** What rooms of runs tell rooms of the vault. Both are ours; what is malformed is a mistake, and changes nothing. */

const text = z.string().check(z.maxLength(300));
const money = z.int().check(z.nonnegative());
const tokens = z.nullable(money);

export const reserveSchema: z.ZodMiniType<Reserve> = z.object({
  ...{ callId: text, grantId: text, flowId: text, runId: text, nodeId: text, personId: text, person: text },
  ...{ provider: text, model: text, attempt: text, microUsd: money, resumes: z.boolean() },
  perDayMicroUsd: z.optional(z.nullable(money)),
});

export const restSchema = z.object({ runId: text });

export const settleSchema: z.ZodMiniType<Settle> = z.object({
  ...{ runId: text, callId: text, attempt: text },
  end: z.nullable(
    z.object({
      outcome: z.enum(['ok', 'error', 'aborted', 'unknown']),
      ...{ costMicroUsd: tokens, countedMicroUsd: money, inputTokens: tokens, outputTokens: tokens },
      key: z.nullable(z.enum(['works', 'refused'])),
    }),
  ),
});

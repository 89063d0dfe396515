import { z } from 'zod/mini';
import { givenName } from './given-name.ts';

/**
 * Key rings, grants, budgets and the ledger: the bodies of their routes. Money is integer micro-dollars
 * (1 USD = 1,000,000). How they are answered: docs/spec/vault.md.
 */

const id = z.string().check(z.minLength(1), z.maxLength(100));
const name = givenName({ shortest: 1 });
/** Relay time, ms since 1970. */
const time = z.number().check(z.nonnegative());
const money = z.int().check(z.minimum(0), z.maximum(1_000_000_000_000));
const tokens = z.nullable(z.int().check(z.nonnegative()));
const provider = z.string().check(z.minLength(1), z.maxLength(64));
const providers = z.array(provider).check(z.minLength(1), z.maxLength(32));
const secret = z.string().check(z.minLength(22), z.maxLength(200));
/** Made by the browser: 128 random bits at least, base64url. */
const ringId = z.string().check(z.regex(/^[A-Za-z0-9_-]{21,64}$/));

// Rings. Their id and secret are made by a browser; the relay keeps a hash of the secret.

/** POST /api/rings — makes a ring; 201, or 200 for the same id and secret again; 409 when the id is taken. */
export const makeRingSchema = z.strictObject({ ringId, secret, name });
export type MakeRing = z.infer<typeof makeRingSchema>;

/** POST /api/rings/:ringId/token — the ring's secret against a token of ten minutes; all routes below ask for it. */
export const ringTokenRequestSchema = z.strictObject({ secret });
export const ringTokenResponseSchema = z.object({ token: z.string(), expiresAt: time, now: time });

/**
 * What became of a key: `works` = its provider knew it when it was last asked; `refused` = it did not, or no longer;
 * `unreadable` = this relay cannot decrypt it (its own key was lost, or the provider's address is another one).
 */
export const KEY_STATES = ['works', 'refused', 'unreadable'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** A key as its owner sees it. The key itself goes nowhere. */
export const ringKeySchema = z.object({
  keyId: id,
  provider,
  name: z.string(),
  /** Its last four characters. */
  lastFour: z.string().check(z.maxLength(4)),
  addedAt: time,
  /** To the minute; null = never. */
  lastUsedAt: z.nullable(time),
  state: z.enum(KEY_STATES),
});
export type RingKey = z.infer<typeof ringKeySchema>;

/** POST keys — puts a key in, or in the place of the ring's key for that provider, once its provider knows it; 201. */
export const putKeySchema = z.strictObject({
  provider,
  key: z.string().check(z.minLength(8), z.maxLength(500)),
  name: givenName(),
});
export type PutKey = z.infer<typeof putKeySchema>;
/** Also of POST keys/:keyId/check, which asks the provider again. DELETE keys/:keyId removes one; 204. */
export const ringKeyResponseSchema = z.object({ key: ringKeySchema });

/** What may be spent; null = no limit of that kind. 0 = nothing. One of the three is a number. */
export interface Budget {
  readonly perRunMicroUsd: number | null;
  /** A day of UTC. */
  readonly perDayMicroUsd: number | null;
  readonly totalMicroUsd: number | null;
}
export const budgetSchema: z.ZodMiniType<Budget> = z
  .strictObject({
    perRunMicroUsd: z.nullable(money),
    perDayMicroUsd: z.nullable(money),
    totalMicroUsd: z.nullable(money),
  })
  .check(z.refine((budget) => Object.values(budget).some((limit) => limit !== null)));

/** What was spent, and what calls at work hold; a call of unknown outcome counts with all that it held. */
export const spentSchema = z.object({ totalMicroUsd: money, todayMicroUsd: money, heldMicroUsd: money });
export type Spent = z.infer<typeof spentSchema>;

/** Runs of this flow may use this ring for these providers up to this budget. */
export const keyGrantSchema = z.object({
  grantId: id,
  ringId,
  flowId: id,
  /** What everybody in the flow calls it. */
  name,
  providers,
  budget: budgetSchema,
  endsAt: z.nullable(time),
  madeAt: time,
  revokedAt: z.nullable(time),
  spent: spentSchema,
});
export type KeyGrant = z.infer<typeof keyGrantSchema>;

/**
 * POST grants — 201. `flowToken` = a token of the flow by which one may edit it: nobody gives a ring to a flow that they
 * do not edit.
 */
export const makeGrantSchema = z.strictObject({
  flowToken: z.string().check(z.maxLength(4_000)),
  name,
  providers,
  budget: budgetSchema,
  endsAt: z.nullable(time),
});
export type MakeGrant = z.infer<typeof makeGrantSchema>;
/** PATCH grants/:grantId. DELETE revokes it: its runs are paused with their next call; 204. */
export const changeGrantSchema = z.strictObject({
  name: z.optional(name),
  providers: z.optional(providers),
  budget: z.optional(budgetSchema),
  endsAt: z.optional(z.nullable(time)),
});
export type ChangeGrant = z.infer<typeof changeGrantSchema>;
export const keyGrantResponseSchema = z.object({ grant: keyGrantSchema });

/** GET /api/rings/:ringId — revoked grants last. DELETE removes all keys and revokes all grants; 204. */
export const ringResponseSchema = z.object({
  ring: z.object({ ringId, name, madeAt: time }),
  keys: z.array(ringKeySchema),
  grants: z.array(keyGrantSchema),
  now: time,
});
export type RingResponse = z.infer<typeof ringResponseSchema>;

// The ledger: one row for every call that was paid with the ring.

export const ledgerRowSchema = z.object({
  /** From 1, in the order in which calls ended. */
  n: z.int().check(z.positive()),
  /** When it was sent for, relay time, ms. */
  at: time,
  callId: id,
  grantId: id,
  flowId: id,
  runId: id,
  nodeId: id,
  personId: id,
  /** As the person who started the run called themselves. */
  person: z.string(),
  provider,
  model: z.string(),
  inputTokens: tokens,
  outputTokens: tokens,
  /** null = not known. */
  costMicroUsd: z.nullable(money),
  /** What the budget counts: the cost; where it is not known an upper bound of it. */
  countedMicroUsd: money,
  /** `unknown` = it may have been billed: all that it held counts until the ring's owner says otherwise. */
  outcome: z.enum(['ok', 'error', 'aborted', 'unknown']),
  /** What the ring's owner said of it. */
  verdict: z.nullable(z.enum(['billed', 'not-billed'])),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;

/** GET ledger?before=n — newest first, 200 at most. GET ledger.csv — all of it, oldest first, as a file. */
export const ledgerResponseSchema = z.object({
  rows: z.array(ledgerRowSchema),
  /** To be given as `before`; null = there is nothing older. */
  next: z.nullable(z.int()),
});
/** POST ledger/:n/verdict — for a call whose cost is not known. Not billed = it counts no more. */
export const verdictSchema = z.strictObject({ verdict: z.enum(['billed', 'not-billed']) });
export const ledgerRowResponseSchema = z.object({ row: ledgerRowSchema });

// What editors of a flow see.

/** GET /api/flows/:flowId/grants — of revoked and ended ones those of the last 30 days. */
export const flowGrantsResponseSchema = z.object({
  grants: z.array(
    z.object({
      grant: keyGrantSchema,
      /** `ended` = its date has passed. `used-up` = no call can be paid with it now. */
      state: z.enum(['usable', 'used-up', 'ended', 'revoked']),
      /** Which of its providers have a key, and how that does. */
      keys: z.array(z.object({ provider, state: z.enum(KEY_STATES) })),
    }),
  ),
  /** The relay's own keys: a budget for every flow and day, WEFT_FLOW_BUDGET_USD_PER_DAY. null = no limit. */
  environment: z.object({ perDayMicroUsd: z.nullable(money), spent: spentSchema }),
  /** When the day ends, relay time, ms. */
  dayEndsAt: time,
  now: time,
});
export type FlowGrantsResponse = z.infer<typeof flowGrantsResponseSchema>;
export type FlowGrant = FlowGrantsResponse['grants'][number];

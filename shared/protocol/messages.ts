import { z } from 'zod/mini';
import { quickSchema } from '../quick-schema.ts';
import { weftErrorSchema } from '../run/errors.ts';
import { logEntrySchema } from '../run/events.ts';
import { BRANCH_CHANGES } from '../run/plan.ts';
import type {
  commandBodySchema,
  commandEnvelopeSchema,
  connectionMessageSchema,
  filterSchema,
  startRunSchema,
} from './requests.ts';
import { ROLES } from './roles.ts';

/**
 * Every frame of a run's connection, both ways, and the bodies of the same things over HTTP. Envelope: `{type, data}`;
 * client commands carry `{clientId, n}` and are acknowledged after they are stored. Discriminated by `type`.
 */

const id = z.string().check(z.minLength(1), z.maxLength(100));
const seq = z.int().check(z.minimum(0));

// From the client. What the relay reads it with: requests.ts.

export type SubscriptionFilter = z.infer<typeof filterSchema>;
export type CommandBody = z.infer<typeof commandBodySchema>;
export type CommandType = CommandBody['type'];
export type Command = CommandBody & z.infer<typeof commandEnvelopeSchema>;
export type ConnectionMessage = z.infer<typeof connectionMessageSchema>;
export type StartRun = z.infer<typeof startRunSchema>;

export const deltaSchema = z.object({
  callId: z.string(),
  nodeId: z.string(),
  channel: z.enum(['text', 'reasoning']),
  /** Characters (UTF-16 units) of this channel before `text`. */
  offset: z.int().check(z.nonnegative()),
  text: z.string(),
});
export type Delta = z.infer<typeof deltaSchema>;

// From the relay.

export const serverMessageSchema = quickSchema(
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('connection.ready'),
      data: z.object({
        connectionId: z.string(),
        personId: z.string(),
        role: z.enum(ROLES),
        protocolVersion: z.int(),
        now: z.number(),
        head: seq,
      }),
    }),
    z.object({
      type: z.literal('subscribed'),
      data: z.object({ head: seq, now: z.number(), partials: z.array(deltaSchema) }),
    }),
    /** Entries in order. `through` = everything up to it has been sent or filtered out. */
    z.object({
      type: z.literal('entries'),
      data: z.object({ entries: z.array(logEntrySchema), through: seq }),
    }),
    /** All open streams' news of one window in one frame. */
    z.object({ type: z.literal('delta'), data: z.object({ deltas: z.array(deltaSchema) }) }),
    /** The reader's credit was used up, or it asked for more than the tail holds: read pages up to `head`, then subscribe. */
    z.object({ type: z.literal('behind'), data: z.object({ head: seq }) }),
    z.object({
      type: z.literal('ack'),
      data: z.object({
        clientId: z.string(),
        n: z.int(),
        ok: z.boolean(),
        /** Why not; `stale-epoch` is terminal for a host. */
        error: z.optional(weftErrorSchema),
        /** Number of the last entry that this command made. */
        seq: z.optional(seq),
        /** For host.claim and host.renew: the lease as it stands. */
        lease: z.optional(
          z.object({ epoch: z.int(), hostId: z.nullable(z.string()), expiresAt: z.number() }),
        ),
      }),
    }),
    /** The run has no host: editors may claim it. */
    z.object({ type: z.literal('host.wanted'), data: z.object({ epoch: z.int(), auto: z.boolean() }) }),
    z.object({ type: z.literal('pong'), data: z.object({ sentAt: z.number(), now: z.number() }) }),
    z.object({ type: z.literal('error'), data: z.object({ error: weftErrorSchema }) }),
  ]),
);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type AckMessage = Extract<ServerMessage, { type: 'ack' }>;

/** Close codes of Weft's sockets; the private range is 4000–4999. */
export const CLOSE_CODES = {
  /** No valid token in time, or the token ended: get a new one, then reconnect. */
  unauthorized: 4001,
  /** The link was revoked: do not reconnect. */
  revoked: 4003,
  protocolVersion: 4005,
  /** As many as a flow's room takes are there already: poll, and try again later. */
  full: 4006,
  /** Too many commands or frames: reconnect after a while. */
  flooding: 4008,
  tooLarge: 4009,
} as const;

// HTTP. All under /api; party addresses are not part of the public protocol.

export const startRunResponseSchema = z.object({ runId: id });

export const tokenResponseSchema = z.object({
  token: z.string(),
  /** Keep it: proves the same person next time. */
  person: z.string(),
  personId: z.string(),
  role: z.enum(ROLES),
  /** Relay time, ms. */
  expiresAt: z.number(),
  now: z.number(),
  /** When the link itself ends, for whoever looks by it; null = when somebody revokes it. */
  linkEndsAt: z.optional(z.nullable(z.number())),
});

/** POST /api/runs/:runId/ticket — a single-use ticket that lets the room wake for one socket. */
export const ticketResponseSchema = z.object({ ticket: z.string() });

/** GET /api/runs/:runId/pages/:page — entries page*500+1 … (page+1)*500; only full pages are immutable. */
export const pageResponseSchema = z.object({ entries: z.array(logEntrySchema), head: seq });

export const pollResponseSchema = z.object({
  acks: z.array(z.object({ type: z.literal('ack'), data: z.unknown() })),
  entries: z.array(logEntrySchema),
  through: seq,
  head: seq,
  partials: z.array(deltaSchema),
  now: z.number(),
  wanted: z.nullable(z.object({ epoch: z.int(), auto: z.boolean() })),
});

/** GET /api/flows/:flowId/runs — newest first. */
export const runSummarySchema = z.object({
  runId: id,
  number: z.int().check(z.positive()),
  startedAt: z.number(),
  startedBy: z.string(),
  /** Whose run it is where names are alike; left out = told by an older relay. */
  startedById: z.optional(id),
  phase: z.enum(['running', 'paused', 'cancelled', 'completed', 'failed']),
  outcome: z.nullable(z.enum(['ok', 'with-failures'])),
  sealed: z.boolean(),
  endedAt: z.nullable(z.number()),
  parked: z.boolean(),
  totalMicroUsd: z.int().check(z.nonnegative()),
  /** Calls whose price is not known: the sum is without them; left out = none. */
  unknownCalls: z.optional(z.int().check(z.nonnegative())),
  demo: z.boolean(),
  /** Nothing is under way but questions to people; left out = no. */
  waits: z.optional(z.boolean()),
  /** The run that this one goes on from, or repeats in part. */
  parent: z.optional(id),
  /** Of a branch: the step at which it left, as it was called then, and what was changed there. */
  branch: z.optional(
    z.object({
      nodeId: id,
      label: z.string().check(z.maxLength(200)),
      changes: z.array(z.enum(BRANCH_CHANGES)),
    }),
  ),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
export const runListSchema = z.object({ runs: z.array(runSummarySchema) });

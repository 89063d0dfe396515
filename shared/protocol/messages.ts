import { z } from 'zod';
import { callRequestSchema } from '../run/call.ts';
import { weftErrorSchema } from '../run/errors.ts';
import { hostFactSchema, logEntrySchema, RESOLUTIONS } from '../run/events.ts';
import { planSchema } from '../run/plan.ts';
import { LIMITS } from './limits.ts';
import { ROLES } from './roles.ts';

/**
 * Every frame of a run's connection, both ways, and the bodies of the same things over HTTP. Envelope: `{type, data}`;
 * client commands carry `{clientId, n}` and are acknowledged after they are stored. Discriminated by `type`.
 */

const id = z.string().min(1).max(100);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const seq = z.int().min(0);

/** What to leave out of a subscription; `through` keeps a filter from looking like a gap. */
export const filterSchema = z.strictObject({
  types: z.array(z.string().max(100)).max(50).optional(),
  nodeIds: z.array(id).max(1_000).optional(),
});
export type SubscriptionFilter = z.infer<typeof filterSchema>;

// Commands: wishes, idempotent by (clientId, n), n rising from 1 per clientId.

/** `host.append`: facts under the lease's epoch, stored before they are sent to anyone, in order. */
export const commandBodySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('execution.pause'), data: z.strictObject({}) }),
  z.strictObject({ type: z.literal('execution.resume'), data: z.strictObject({}) }),
  z.strictObject({ type: z.literal('execution.cancel'), data: z.strictObject({}) }),
  z.strictObject({
    type: z.literal('execution.node.retry'),
    data: z.strictObject({
      nodeId: id,
      guidance: z.string().max(20_000).optional(),
      model: z.strictObject({ provider: z.string().max(64), model: z.string().max(200) }).optional(),
    }),
  }),
  z.strictObject({ type: z.literal('execution.node.skip'), data: z.strictObject({ nodeId: id }) }),
  z.strictObject({
    type: z.literal('host.claim'),
    data: z.strictObject({ hostId: id, visible: z.boolean(), name: z.string().max(100) }),
  }),
  z.strictObject({
    type: z.literal('host.renew'),
    data: z.strictObject({ hostId: id, epoch: z.int(), visible: z.boolean() }),
  }),
  z.strictObject({ type: z.literal('host.release'), data: z.strictObject({ hostId: id, epoch: z.int() }) }),
  z.strictObject({
    type: z.literal('host.append'),
    data: z.strictObject({ epoch: z.int(), facts: z.array(hostFactSchema).min(1).max(LIMITS.hostWindow) }),
  }),
  z.strictObject({
    type: z.literal('call.start'),
    data: z.strictObject({
      epoch: z.int(),
      callId: z.string().regex(/^[0-9a-f]{32}$/),
      nodeId: id,
      round: z.int().min(0),
      ordinal: z.int().min(0),
      try: z.int().min(1).max(LIMITS.triesPerCall),
      /** The request, or the hash of a blob of the run that holds its JSON when it does not fit an entry. */
      request: z.union([callRequestSchema, z.strictObject({ blob: hash })]),
    }),
  }),
  z.strictObject({ type: z.literal('call.abort'), data: z.strictObject({ epoch: z.int(), callId: id }) }),
  z.strictObject({
    type: z.literal('call.resolveUnknown'),
    data: z.strictObject({ callId: id, resolution: z.enum(RESOLUTIONS) }),
  }),
]);
export type CommandBody = z.infer<typeof commandBodySchema>;
export type CommandType = CommandBody['type'];

/** Validates the envelope first, so that a bad body can still be answered under its number. */
export const commandEnvelopeSchema = z.object({ clientId: id, n: z.int().positive() });
export type Command = CommandBody & z.infer<typeof commandEnvelopeSchema>;

// Connection messages from the client: not logged, not numbered.

export const connectionMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    data: z.strictObject({ token: z.string().max(4_000), protocol: z.int(), clientId: id }),
  }),
  z.strictObject({
    type: z.literal('subscribe'),
    data: z.strictObject({ after: seq, filter: filterSchema.optional() }),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), data: z.strictObject({}) }),
  /** Gives back credit: frames the reader has dealt with since it last said so. */
  z.strictObject({
    type: z.literal('credit'),
    data: z.strictObject({ frames: z.int().min(1).max(LIMITS.creditFrames) }),
  }),
  z.strictObject({ type: z.literal('ping'), data: z.strictObject({ sentAt: z.number() }) }),
]);
export type ConnectionMessage = z.infer<typeof connectionMessageSchema>;

export const deltaSchema = z.object({
  callId: z.string(),
  nodeId: z.string(),
  channel: z.enum(['text', 'reasoning']),
  /** Characters (UTF-16 units) of this channel before `text`. */
  offset: z.int().nonnegative(),
  text: z.string(),
});
export type Delta = z.infer<typeof deltaSchema>;

// From the relay.

export const serverMessageSchema = z.discriminatedUnion('type', [
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
      error: weftErrorSchema.optional(),
      /** Number of the last entry that this command made. */
      seq: seq.optional(),
      /** For host.claim and host.renew: the lease as it stands. */
      lease: z.object({ epoch: z.int(), hostId: z.string().nullable(), expiresAt: z.number() }).optional(),
    }),
  }),
  /** The run has no host: editors may claim it. */
  z.object({ type: z.literal('host.wanted'), data: z.object({ epoch: z.int(), auto: z.boolean() }) }),
  z.object({ type: z.literal('pong'), data: z.object({ sentAt: z.number(), now: z.number() }) }),
  z.object({ type: z.literal('error'), data: z.object({ error: weftErrorSchema }) }),
]);
export type ServerMessage = z.infer<typeof serverMessageSchema>;
export type AckMessage = Extract<ServerMessage, { type: 'ack' }>;

/** Close codes of Weft's sockets; the private range is 4000–4999. */
export const CLOSE_CODES = {
  /** No valid token in time, or the token ended: get a new one, then reconnect. */
  unauthorized: 4001,
  /** The link was revoked: do not reconnect. */
  revoked: 4003,
  protocolVersion: 4005,
  /** Too many commands or frames: reconnect after a while. */
  flooding: 4008,
  tooLarge: 4009,
} as const;

// HTTP. All under /api; party addresses are not part of the public protocol.

/** POST /api/runs — answered 202 `{runId}`; idempotent by (person, flow, requestId). `host` takes the lease at once. */
export const startRunSchema = z.strictObject({
  requestId: id,
  plan: planSchema,
  parent: id.optional(),
  name: z.string().max(100),
  host: z.strictObject({ hostId: id, visible: z.boolean() }).optional(),
});
export type StartRun = z.infer<typeof startRunSchema>;
export const startRunResponseSchema = z.object({ runId: id });

/** POST /api/flows — makes the flow's room with its owner secret (hashed at rest); idempotent for the same secret. */
export const createFlowSchema = z.strictObject({ flowId: id, ownerSecret: z.string().min(22).max(200) });

/** POST /api/flows/:flowId/token — a link's secret against a short-lived token. `person` proves who one was before. */
export const tokenRequestSchema = z.strictObject({
  secret: z.string().min(22).max(200),
  person: z.string().max(2_000).optional(),
});
export const tokenResponseSchema = z.object({
  token: z.string(),
  /** Keep it: proves the same person next time. */
  person: z.string(),
  personId: z.string(),
  role: z.enum(ROLES),
  /** Relay time, ms. */
  expiresAt: z.number(),
  now: z.number(),
});

/** POST /api/runs/:runId/ticket — a single-use ticket that lets the room wake for one socket. */
export const ticketResponseSchema = z.object({ ticket: z.string() });

/** GET /api/runs/:runId/pages/:page — entries page*500+1 … (page+1)*500; only full pages are immutable. */
export const pageResponseSchema = z.object({ entries: z.array(logEntrySchema), head: seq });

/**
 * POST /api/runs/:runId/poll — everything a socket does, in one request: commands in, acks, entries and partials out.
 */
export const pollRequestSchema = z.strictObject({
  clientId: id,
  after: seq,
  filter: filterSchema.optional(),
  /** Offsets already known per open call and channel; only what lies beyond is sent. */
  known: z.record(z.string(), z.int().nonnegative()).optional(),
  commands: z.array(z.unknown()).max(LIMITS.hostWindow),
});
export const pollResponseSchema = z.object({
  acks: z.array(z.object({ type: z.literal('ack'), data: z.unknown() })),
  entries: z.array(logEntrySchema),
  through: seq,
  head: seq,
  partials: z.array(deltaSchema),
  now: z.number(),
  wanted: z.object({ epoch: z.int(), auto: z.boolean() }).nullable(),
});

/** GET /api/flows/:flowId/runs — newest first. */
export const runSummarySchema = z.object({
  runId: id,
  number: z.int().positive(),
  startedAt: z.number(),
  startedBy: z.string(),
  phase: z.enum(['running', 'paused', 'cancelled', 'completed', 'failed']),
  outcome: z.enum(['ok', 'with-failures']).nullable(),
  sealed: z.boolean(),
  endedAt: z.number().nullable(),
  parked: z.boolean(),
  totalMicroUsd: z.int().nonnegative(),
  demo: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
export const runListSchema = z.object({ runs: z.array(runSummarySchema) });

import { z } from 'zod/mini';
import { quickSchema } from '../quick-schema.ts';
import { approvalIdSchema, APPROVAL_OUTCOMES } from '../run/approval.ts';
import { callRequestSchema } from '../run/call.ts';
import { weftErrorSchema } from '../run/errors.ts';
import { hostFactSchema, logEntrySchema, RESOLUTIONS } from '../run/events.ts';
import { fileNameProblem } from '../run/file-name.ts';
import { FILE_TYPES } from '../run/file-type.ts';
import { BRANCH_CHANGES, planSchema } from '../run/plan.ts';
import { givenName } from './given-name.ts';
import { LIMITS } from './limits.ts';
import { ROLES } from './roles.ts';

/**
 * Every frame of a run's connection, both ways, and the bodies of the same things over HTTP. Envelope: `{type, data}`;
 * client commands carry `{clientId, n}` and are acknowledged after they are stored. Discriminated by `type`.
 */

const id = z.string().check(z.minLength(1), z.maxLength(100));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const seq = z.int().check(z.minimum(0));

/** What to leave out of a subscription; `through` keeps a filter from looking like a gap. */
export const filterSchema = z.strictObject({
  types: z.optional(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50))),
  nodeIds: z.optional(z.array(id).check(z.maxLength(1_000))),
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
      guidance: z.optional(z.string().check(z.maxLength(20_000))),
      model: z.optional(
        z.strictObject({
          provider: z.string().check(z.maxLength(64)),
          model: z.string().check(z.maxLength(200)),
        }),
      ),
    }),
  }),
  z.strictObject({ type: z.literal('execution.node.skip'), data: z.strictObject({ nodeId: id }) }),
  z.strictObject({
    type: z.literal('host.claim'),
    data: z.strictObject({ hostId: id, visible: z.boolean(), name: givenName() }),
  }),
  z.strictObject({
    type: z.literal('host.renew'),
    data: z.strictObject({ hostId: id, epoch: z.int(), visible: z.boolean() }),
  }),
  z.strictObject({ type: z.literal('host.release'), data: z.strictObject({ hostId: id, epoch: z.int() }) }),
  z.strictObject({
    type: z.literal('host.append'),
    data: z.strictObject({
      epoch: z.int(),
      /**
       * Builds on nothing that is still under way: the host's first append, and its first after a refusal. Without it
       * the append shares the fate of the one before it, so that a gap in the host's facts cannot come about.
       */
      afresh: z.optional(z.literal(true)),
      facts: z.array(hostFactSchema).check(z.minLength(1), z.maxLength(LIMITS.hostWindow)),
    }),
  }),
  z.strictObject({
    type: z.literal('call.start'),
    data: z.strictObject({
      epoch: z.int(),
      callId: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
      nodeId: id,
      round: z.int().check(z.minimum(0)),
      ordinal: z.int().check(z.minimum(0)),
      try: z.int().check(z.minimum(1), z.maximum(LIMITS.triesPerCall)),
      /** The request, or the hash of a blob of the run that holds its JSON when it does not fit an entry. */
      request: z.union([callRequestSchema, z.strictObject({ blob: hash })]),
    }),
  }),
  z.strictObject({ type: z.literal('call.abort'), data: z.strictObject({ epoch: z.int(), callId: id }) }),
  /** An effect of the node: a file of the run, whose bytes are a blob of the run already. */
  z.strictObject({
    type: z.literal('file.put'),
    data: z.strictObject({
      epoch: z.int(),
      effectId: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
      nodeId: id,
      round: z.int().check(z.minimum(0), z.maximum(10_000)),
      name: z.string().check(z.refine((name) => fileNameProblem(name) === null)),
      mediaType: z.enum(FILE_TYPES),
      blob: hash,
    }),
  }),
  z.strictObject({
    type: z.literal('call.resolveUnknown'),
    data: z.strictObject({ callId: id, resolution: z.enum(RESOLUTIONS) }),
  }),
  z.strictObject({
    type: z.literal('approval.resolve'),
    data: z.strictObject({
      approvalId: approvalIdSchema,
      name: givenName(),
      outcome: z.enum(APPROVAL_OUTCOMES),
      /** Judged against the question's form, whose bounds are its own: not read any deeper before. */
      values: z.optional(z.unknown()),
      text: z.optional(z.string().check(z.maxLength(LIMITS.answerTextCharacters))),
      feedback: z.optional(z.string().check(z.maxLength(LIMITS.feedbackCharacters))),
    }),
  }),
]);
export type CommandBody = z.infer<typeof commandBodySchema>;
export type CommandType = CommandBody['type'];

/** Validates the envelope first, so that a bad body can still be answered under its number. */
export const commandEnvelopeSchema = z.object({ clientId: id, n: z.int().check(z.positive()) });
export type Command = CommandBody & z.infer<typeof commandEnvelopeSchema>;

// Connection messages from the client: not logged, not numbered.

export const connectionMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    data: z.strictObject({ token: z.string().check(z.maxLength(4_000)), protocol: z.int(), clientId: id }),
  }),
  z.strictObject({
    type: z.literal('subscribe'),
    data: z.strictObject({ after: seq, filter: z.optional(filterSchema) }),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), data: z.strictObject({}) }),
  /** Gives back credit: frames the reader has dealt with since it last said so. */
  z.strictObject({
    type: z.literal('credit'),
    data: z.strictObject({ frames: z.int().check(z.minimum(1), z.maximum(LIMITS.creditFrames)) }),
  }),
  z.strictObject({ type: z.literal('ping'), data: z.strictObject({ sentAt: z.number() }) }),
]);
export type ConnectionMessage = z.infer<typeof connectionMessageSchema>;

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

/** POST /api/runs — answered 202 `{runId}`; idempotent by (person, flow, requestId). `host` takes the lease at once. */
export const startRunSchema = z.strictObject({
  requestId: id,
  plan: planSchema,
  parent: z.optional(id),
  name: givenName(),
  host: z.optional(z.strictObject({ hostId: id, visible: z.boolean() })),
  /** Which keys pay; left out = the relay's own, or nobody on the demo. */
  payer: z.optional(z.strictObject({ ringId: id, grantId: id })),
});
export type StartRun = z.infer<typeof startRunSchema>;
export const startRunResponseSchema = z.object({ runId: id });

/** POST /api/flows — makes the flow's room with its owner secret (hashed at rest); idempotent for the same secret. */
export const createFlowSchema = z.strictObject({
  flowId: id,
  ownerSecret: z.string().check(z.minLength(22), z.maxLength(200)),
});

/** POST /api/flows/:flowId/token — a link's secret against a short-lived token. `person` proves who one was before. */
export const tokenRequestSchema = z.strictObject({
  secret: z.string().check(z.minLength(22), z.maxLength(200)),
  person: z.optional(z.string().check(z.maxLength(2_000))),
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
  /** When the link itself ends, for whoever looks by it; null = when somebody revokes it. */
  linkEndsAt: z.optional(z.nullable(z.number())),
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
  filter: z.optional(filterSchema),
  /** Offsets already known per open call and channel; only what lies beyond is sent. */
  known: z.optional(z.record(z.string(), z.int().check(z.nonnegative()))),
  commands: z.array(z.unknown()).check(z.maxLength(LIMITS.hostWindow)),
});
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

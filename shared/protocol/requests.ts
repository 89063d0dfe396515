import { z } from 'zod/mini';
import { approvalIdSchema, APPROVAL_OUTCOMES } from '../run/approval.ts';
import { callRequestSchema } from '../run/call.ts';
import { hostFactSchema, RESOLUTIONS } from '../run/events.ts';
import { fileNameProblem } from '../run/file-name.ts';
import { FILE_TYPES } from '../run/file-type.ts';
import { planSchema } from '../run/plan.ts';
import { givenName } from './given-name.ts';
import { LIMITS } from './limits.ts';

/**
 * What clients say to a run's room and to the routes of runs and flows, as the relay reads it. Nobody else reads it: pages
 * know it as types (messages.ts), and load none of this.
 */

const id = z.string().check(z.minLength(1), z.maxLength(100));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const seq = z.int().check(z.minimum(0));

/** What to leave out of a subscription; `through` keeps a filter from looking like a gap. */
export const filterSchema = z.strictObject({
  types: z.optional(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(50))),
  nodeIds: z.optional(z.array(id).check(z.maxLength(1_000))),
});

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

/** Validates the envelope first, so that a bad body can still be answered under its number. */
export const commandEnvelopeSchema = z.object({ clientId: id, n: z.int().check(z.positive()) });

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

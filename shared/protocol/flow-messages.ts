import { z } from 'zod/mini';
import { weftErrorSchema } from '../run/errors.ts';
import { givenName } from './given-name.ts';
import { LIMITS } from './limits.ts';
import { runSummarySchema } from './messages.ts';
import { ROLES } from './roles.ts';

/**
 * Every frame of a flow's connection, both ways, and the bodies of the same things over HTTP. The document crosses as
 * y-protocols sync messages in base64, cut into parts below the frame limit; nobody but web/collab and the flow's room
 * looks into them. Envelope as in messages.ts; edits carry `{clientId, n}` and are acknowledged after they are stored.
 */

const id = z.string().check(z.minLength(1), z.maxLength(100));
const time = z.number().check(z.nonnegative());
/** Runs that were removed for good; left out = none. */
const goneSchema = z.optional(z.array(id));
const name = z.string().check(z.maxLength(100));
const coordinate = z.number().check(z.minimum(-1e7), z.maximum(1e7));

/** Characters of base64 in one frame; a longer message comes in several. */
export const DOC_PART_CHARS = 256 * 1024;

const docPart = {
  /** Base64 of this part of a y-protocols sync message. */
  bytes: z.string().check(z.maxLength(DOC_PART_CHARS)),
  /** From 0; all parts of a message follow each other on one connection. */
  part: z.int().check(z.nonnegative()),
  parts: z.int().check(z.positive(), z.maximum(200)),
};

/** What a person shows to the others of the room. A name and a colour are their own choice and prove nothing. */
export const presenceSchema = z.strictObject({
  name: givenName(),
  colour: z.int().check(z.minimum(1), z.maximum(6)),
  /** Canvas coordinates; null = the pointer is not over the canvas. */
  cursor: z.nullable(z.strictObject({ x: coordinate, y: coordinate })),
  selection: z.array(id).check(z.maxLength(200)),
  /** The part of the canvas that is seen, in canvas coordinates; null = no canvas is shown. */
  viewport: z.nullable(
    z.strictObject({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
  ),
  /** What is being typed into; `field` null = the node's name. */
  editing: z.nullable(z.strictObject({ nodeId: id, field: z.nullable(id) })),
  /** The run that is looked at. */
  watching: z.nullable(id),
  visible: z.boolean(),
});
export type Presence = z.infer<typeof presenceSchema>;

/** Somebody in the room, as the relay vouches for: who and by which role; `presence` is what they say of themselves. */
export const participantSchema = z.object({
  connectionId: z.string(),
  personId: z.string(),
  role: z.enum(ROLES),
  presence: z.nullable(presenceSchema),
});
export type Participant = z.infer<typeof participantSchema>;

// From the client.

export const flowClientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    data: z.strictObject({ token: z.string().check(z.maxLength(4_000)), protocol: z.int(), clientId: id }),
  }),
  /** A sync step 1 (state vector): answered with `doc` messages of what is missing, then the live stream. */
  z.strictObject({ type: z.literal('doc.sync'), data: z.strictObject(docPart) }),
  /**
   * An update of the document (a sync step 2 or update); its last part is acknowledged after the whole is stored. Needs
   * `flow.edit`. Numbered as commands are (RC1–RC3, RC6). One that builds on what the room lacks is
   * `out-of-turn`, and a `doc` with a sync step 1 asks for that. Any other that is refused for good (not retryable) leaves
   * the sender with a document that nobody else has: it undoes it, or takes the room's.
   */
  z.strictObject({
    type: z.literal('doc.update'),
    clientId: id,
    n: z.int().check(z.positive()),
    data: z.strictObject(docPart),
  }),
  z.strictObject({ type: z.literal('presence'), data: presenceSchema }),
  /**
   * Frames of the relay (of any type) that have been dealt with since the last `credit`; at the latest after half of
   * LIMITS.creditFrames. Who reads slower than the room
   * talks gets no presence, and later what it lacks of the document in one piece. Without `credit` a `ping` counts as
   * one for everything, once in ten seconds.
   */
  z.strictObject({
    type: z.literal('credit'),
    data: z.strictObject({ frames: z.int().check(z.minimum(1), z.maximum(10_000)) }),
  }),
  z.strictObject({ type: z.literal('ping'), data: z.strictObject({ sentAt: z.number() }) }),
]);
export type FlowClientMessage = z.infer<typeof flowClientMessageSchema>;

// From the relay.

export const flowServerMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('connection.ready'),
    data: z.object({
      connectionId: z.string(),
      personId: z.string(),
      role: z.enum(ROLES),
      protocolVersion: z.int(),
      now: z.number(),
    }),
  }),
  /** A sync step 1, step 2 or update of y-protocols; step 1 asks for what the room lacks. */
  z.object({ type: z.literal('doc'), data: z.object(docPart) }),
  z.object({
    type: z.literal('ack'),
    data: z.object({ clientId: z.string(), n: z.int(), ok: z.boolean(), error: z.optional(weftErrorSchema) }),
  }),
  /** Who is new or has changed, and whose connection is gone; all of one window in one frame. */
  z.object({
    type: z.literal('presence'),
    data: z.object({ people: z.array(participantSchema), gone: z.array(z.string()) }),
  }),
  /** Lines of the list of runs that are new or have changed; all of them first. */
  z.object({
    type: z.literal('runs'),
    data: z.object({ runs: z.array(runSummarySchema), gone: goneSchema }),
  }),
  z.object({ type: z.literal('versions.changed'), data: z.object({}) }),
  z.object({ type: z.literal('links.changed'), data: z.object({}) }),
  z.object({ type: z.literal('pong'), data: z.object({ sentAt: z.number(), now: z.number() }) }),
  z.object({ type: z.literal('error'), data: z.object({ error: weftErrorSchema }) }),
]);
export type FlowServerMessage = z.infer<typeof flowServerMessageSchema>;

// HTTP, under /api/flows/:flowId. All but the token ask for a bearer token.

/** POST poll — everything a socket does but presence: state vector and updates in, what is missing out. */
export const flowPollRequestSchema = z.strictObject({
  clientId: id,
  /** Base64 of a sync step 1. */
  sync: z.string().check(z.maxLength(LIMITS.frameBytes)),
  /** Base64 of sync messages (step 2 or update), in order, each with its number. */
  updates: z
    .array(
      z.strictObject({
        n: z.int().check(z.positive()),
        bytes: z.string().check(z.maxLength(LIMITS.blobBytes)),
      }),
    )
    .check(z.maxLength(LIMITS.hostWindow)),
});
export const flowPollResponseSchema = z.object({
  acks: z.array(
    z.object({ clientId: z.string(), n: z.int(), ok: z.boolean(), error: z.optional(weftErrorSchema) }),
  ),
  /** Base64 of sync messages of the room: what the caller lacks (a step 2, also when that is nothing), then a step 1 when the room lacks something. */
  doc: z.array(z.string()),
  runs: z.array(runSummarySchema),
  gone: goneSchema,
  role: z.enum(ROLES),
  now: z.number(),
});

/** POST ticket — a single-use ticket that lets the room wake for one socket. Answer: ticketResponseSchema. */

/** A link as the list shows it; its secret is known to whoever has the link, and to nobody here. */
export const linkSchema = z.object({
  linkId: id,
  role: z.enum(ROLES),
  name,
  runId: z.optional(id),
  createdAt: time,
  endsAt: z.nullable(time),
  revokedAt: z.nullable(time),
  /** To the minute; null = never used. */
  lastUsedAt: z.nullable(time),
});
export type Link = z.infer<typeof linkSchema>;

/** GET links — owners see all of them, editors those of runs. */
export const linkListSchema = z.object({ links: z.array(linkSchema) });

/** POST links — makes one; 201. The secret (256 random bits, base64url) is told here and never again. */
export const makeLinkSchema = z.strictObject({
  role: z.enum(['editor', 'viewer', 'run-viewer', 'run-answerer']),
  name: givenName(),
  endsAt: z.nullable(time),
  /** For the two roles of runs, and only for them. */
  runId: z.optional(id),
});
export type MakeLink = z.infer<typeof makeLinkSchema>;
export const madeLinkSchema = z.object({ link: linkSchema, secret: z.string() });

/** PATCH links/:linkId — name and end date. DELETE links/:linkId — revokes it and closes its sockets; 204. */
export const changeLinkSchema = z.strictObject({
  name: z.optional(givenName()),
  endsAt: z.optional(z.nullable(time)),
});

/** GET versions, newest first; POST versions names the document as the room has it now; 201. */
export const versionSchema = z.object({
  versionId: id,
  name,
  at: time,
  personId: z.string(),
  /** As the person called themselves then. */
  by: name,
});
export type FlowVersion = z.infer<typeof versionSchema>;
export const versionListSchema = z.object({ versions: z.array(versionSchema) });
export const makeVersionSchema = z.strictObject({
  name: givenName({ shortest: 1 }),
  by: givenName(),
});
export const madeVersionSchema = z.object({ version: versionSchema });

/** GET versions/:versionId/document and GET document — the bytes of a Yjs update, gzip when accepted. */

import { z } from 'zod/mini';
import type { FieldProblem } from '../forms/form.ts';
import { jsonObjectSchema, type JsonObject } from '../json.ts';
import { LIMITS } from '../protocol/limits.ts';
import { callTextSchema, type CallText } from './call.ts';
import type { PersonRef } from './events.ts';
import { blobRefSchema, type BlobRef } from './output.ts';

/** What a run asks people, and what they answer. Facts of both are in events.ts. */

/** `approval` = look at something and decide, `form` = fill something in, `tool` = let an agent use a tool. */
export const APPROVAL_KINDS = ['approval', 'form', 'tool'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/**
 * What a person can say. `edit` goes on with what the person made of it; `retry` and `redo` run the steps before it
 * again, redo with feedback; `skip` leaves the branch out; `abort` stops the run; `submit` sends a form; the last three
 * are for tools.
 */
export const APPROVAL_OUTCOMES = [
  'approve',
  'reject',
  'edit',
  'skip',
  'retry',
  'redo',
  'abort',
  'submit',
  'allow',
  'allow-for-run',
  'deny',
] as const;
export type ApprovalOutcome = (typeof APPROVAL_OUTCOMES)[number];

/** What to look at before deciding. Texts that are long are blobs of the run; pictures always are. */
export interface ApprovalSubject {
  readonly text?: CallText | undefined;
  readonly images?: readonly BlobRef[] | undefined;
}

/** A question as a node asks it. */
export interface ApprovalRequest {
  readonly kind: ApprovalKind;
  readonly title: string;
  /** '' = none. */
  readonly message: string;
  readonly subject: ApprovalSubject;
  /** At least one; in the order in which they are offered. */
  readonly options: readonly ApprovalOutcome[];
  /** JSON Schema of the values that `approve`, `submit` and a tool's `edit` bring (shared/forms); null = none. */
  readonly form: JsonObject | null;
  /** Whether a rejection needs words. `redo` always does. */
  readonly mustExplain: boolean;
  /** Counts from when the question is stored, by the relay's clock; null = it waits as long as the run. */
  readonly deadline: { readonly afterMs: number; readonly outcome: ApprovalOutcome } | null;
  /** `links` = also whoever has a link of this run that may answer. */
  readonly answerers: 'editors' | 'links';
  /** The steps that `retry` and `redo` run again; whoever has none offers neither. */
  readonly redoes: readonly string[];
}

/** An answer as a person gives it. */
export interface ApprovalAnswer {
  readonly outcome: ApprovalOutcome;
  readonly values?: JsonObject | undefined;
  /** What goes on instead, for `edit`. */
  readonly text?: string | undefined;
  readonly feedback?: string | undefined;
}

/** Places of problems that are no fields of the form; `$` stands in no field's name. */
export const ANSWER_PLACES = { outcome: '$outcome', text: '$text', feedback: '$feedback' } as const;
export type AnswerProblem = FieldProblem;

export interface ApprovalRequested extends ApprovalRequest {
  /** The effect's id: the same question in every tab and after every crash. */
  readonly approvalId: string;
  readonly nodeId: string;
  readonly round: number;
  /** n-th effect of the node's runner in this round, calls counted too. */
  readonly ordinal: number;
  /** Of the question as the runner asked it: tells whether it would ask the same again. */
  readonly requestHash: string;
}

export interface ApprovalReceived {
  readonly approvalId: string;
  readonly nodeId: string;
  readonly outcome: ApprovalOutcome;
  readonly values?: JsonObject | undefined;
  readonly text?: CallText | undefined;
  readonly feedback?: string | undefined;
  readonly answeredBy: PersonRef;
}

/** Nobody answered in time: the default counts. */
export interface ApprovalExpired {
  readonly approvalId: string;
  readonly nodeId: string;
  readonly outcome: ApprovalOutcome;
  /** For a form: its defaults. */
  readonly values?: JsonObject | undefined;
}

/** Its step runs again or is over: nobody need answer any more. Told by the host, who knows what hangs together. */
export interface ApprovalWithdrawn {
  readonly approvalId: string;
  readonly nodeId: string;
}

const id = z.string().check(z.minLength(1), z.maxLength(100));
const outcome = z.enum(APPROVAL_OUTCOMES);

export const approvalIdSchema = z.string().check(z.regex(/^[0-9a-f]{32}$/));

export const approvalRequestedSchema = z.object({
  approvalId: approvalIdSchema,
  nodeId: id,
  round: z.int().check(z.minimum(0), z.maximum(10_000)),
  ordinal: z.int().check(z.nonnegative()),
  requestHash: z.string().check(z.length(64)),
  kind: z.enum(APPROVAL_KINDS),
  title: z.string().check(z.maxLength(200)),
  message: z.string().check(z.maxLength(LIMITS.questionCharacters)),
  subject: z.object({
    text: z.optional(callTextSchema),
    images: z.optional(z.array(blobRefSchema).check(z.maxLength(LIMITS.picturesPerQuestion))),
  }),
  options: z.array(outcome).check(z.minLength(1), z.maxLength(APPROVAL_OUTCOMES.length)),
  form: z.nullable(jsonObjectSchema),
  mustExplain: z.boolean(),
  deadline: z.nullable(
    z.object({
      afterMs: z
        .int()
        .check(z.minimum(LIMITS.approvalDeadlineMinMs), z.maximum(LIMITS.approvalDeadlineMaxMs)),
      outcome,
    }),
  ),
  answerers: z.enum(['editors', 'links']),
  redoes: z.array(id).check(z.maxLength(LIMITS.redoesPerQuestion)),
});

export const approvalReceivedSchema = z.object({
  approvalId: approvalIdSchema,
  nodeId: id,
  outcome,
  values: z.optional(jsonObjectSchema),
  text: z.optional(callTextSchema),
  feedback: z.optional(z.string().check(z.maxLength(LIMITS.feedbackCharacters))),
  answeredBy: z.object({ personId: id, name: z.string().check(z.maxLength(100)) }),
});

export const approvalExpiredSchema = z.object({
  approvalId: approvalIdSchema,
  nodeId: id,
  outcome,
  values: z.optional(jsonObjectSchema),
});

export const approvalWithdrawnSchema = z.object({ approvalId: approvalIdSchema, nodeId: id });

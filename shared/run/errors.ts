import { z } from 'zod/mini';

/**
 * The closed set of failures. A failure crosses every boundary (worker, socket, log, file) as data, never as a thrown
 * class: comlink and JSON lose classes.
 */
export const ERROR_CODES = [
  // the flow
  'cycle',
  'unknown-node-type',
  'missing-input',
  'invalid-config',
  'unknown-language',
  'nothing-selected',
  'bad-template',
  'not-a-flow',
  'not-a-run',
  'too-many-nodes',
  'plan-lost',
  // keys, money, rights
  'missing-key',
  'key-refused',
  'budget-exceeded',
  'grant-ended',
  'key-unreadable',
  'rate-limited-here',
  'not-allowed',
  'link-ended',
  // the provider
  'provider-rate-limited',
  'provider-unavailable',
  'provider-error',
  'http-status',
  'http-failed',
  'host-refused',
  'provider-refused',
  'provider-bad-request',
  'provider-malformed',
  'provider-redirected',
  'provider-too-large',
  'model-not-found',
  'incomplete-stream',
  'deadline-headers',
  'deadline-idle',
  'deadline-total',
  'connection-lost',
  'unknown-outcome',
  'aborted',
  // the run
  'upstream-failed',
  'upstream-skipped',
  'branch-not-taken',
  'iteration-over',
  'iteration-stopped',
  'never-done',
  'skipped-by-person',
  'output-too-large',
  'invalid-output',
  'nondeterministic-runner',
  'runner-threw',
  'code-failed',
  'blob-missing',
  'stale-epoch',
  'run-sealed',
  'run-paused',
  'run-full',
  // people
  'rejected',
  'approval-closed',
  'approval-expired',
  'invalid-answer',
  // the connection and the store
  'bad-frame',
  'frame-too-large',
  'out-of-turn',
  'too-many-commands',
  'room-full',
  'not-found',
  'storage-failed',
  // pictures
  'not-a-picture',
  'picture-too-large',
  'pictures-full',
  'upload-broken',
  'relay-unreachable',
  'protocol-version',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failure as data. `message` is for people: what happened and what to do, two sentences at most, no secrets. */
export interface WeftError {
  readonly code: ErrorCode;
  readonly message: string;
  /** True when the same thing may succeed if tried again unchanged. */
  readonly retryable: boolean;
  /** The field of the node's form that the message belongs to. */
  readonly field?: string | undefined;
  /** Nodes concerned, for example those on a cycle. */
  readonly nodeIds?: readonly string[] | undefined;
  /** Milliseconds until it makes sense to try again. */
  readonly retryAfterMs?: number | undefined;
  /** What is wrong with an answer, place by place (FieldProblem of shared/forms). */
  readonly problems?: readonly { readonly path: string; readonly message: string }[] | undefined;
  /** Provider concerned, so that the screen can offer its keys or another model. */
  readonly providerId?: string | undefined;
}

export const weftErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string().check(z.maxLength(2_000)),
  retryable: z.boolean(),
  field: z.optional(z.string().check(z.maxLength(100))),
  nodeIds: z.optional(z.readonly(z.array(z.string().check(z.maxLength(100))).check(z.maxLength(200)))),
  retryAfterMs: z.optional(z.number().check(z.nonnegative())),
  problems: z.optional(
    z.readonly(
      z
        .array(
          z.object({
            path: z.string().check(z.maxLength(500)),
            message: z.string().check(z.maxLength(1_000)),
          }),
        )
        .check(z.maxLength(200)),
    ),
  ),
  providerId: z.optional(z.string().check(z.maxLength(64))),
});

/** Builds a failure; everything but code and message is optional and `retryable` defaults to false. */
export function weftError(
  code: ErrorCode,
  message: string,
  more: Partial<Omit<WeftError, 'code' | 'message'>> = {},
): WeftError {
  return { code, message, retryable: false, ...more };
}

/** Carries a failure through code that throws. Only `error` crosses boundaries. */
export class WeftFailure extends Error {
  readonly error: WeftError;

  constructor(error: WeftError) {
    super(error.message);
    this.name = 'WeftFailure';
    this.error = error;
  }
}

/** The failure inside something caught; anything unknown becomes `internal` with words that reveal nothing. */
export function toWeftError(caught: unknown, fallback: ErrorCode = 'internal'): WeftError {
  if (caught instanceof WeftFailure) return caught.error;
  return weftError(
    fallback,
    'Something inside Weft went wrong. Try again; if it happens again, reload the page.',
    {
      retryable: true,
    },
  );
}

import type { JsonValue } from '#shared/json.ts';
import type { WeftError } from '#shared/run/errors.ts';

/** A function to run: a module that exports it, and what it is given. */
export interface CodeWish {
  readonly code: string;
  readonly input: JsonValue;
}

/** What became of it. */
export type Evaluation =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly error: WeftError };

/** One wish at a time, by number. */
export interface SandboxQuestion {
  readonly id: number;
  readonly wish: CodeWish;
}

/** `isBroken`: the interpreter itself broke or has grown too large, and must not be asked again. */
export type SandboxAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'not-loaded' }
  | {
      readonly type: 'done';
      readonly id: number;
      readonly evaluation: Evaluation;
      readonly isBroken: boolean;
    };

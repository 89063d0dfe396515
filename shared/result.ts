import type { WeftError } from './run/errors.ts';

/** What came of something that may fail: an expected failure is a value. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WeftError };

import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { RunContext } from './types.ts';

/** A required input that turned out to be empty. `field` is the form's field or the port concerned. */
export function missingInput(field: string, message: string): WeftFailure {
  return new WeftFailure(weftError('missing-input', message, { field }));
}

/**
 * The merged text that came in.
 * @throws WeftFailure missing-input when the threads brought no words.
 */
export function requireText(context: RunContext): string {
  const text = context.inputs.text;
  if (text.trim() === '')
    throw missingInput(
      'text-in',
      'The threads into “text” brought no words. Look at the node before this one, then run again.',
    );
  return text;
}

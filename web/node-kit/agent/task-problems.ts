import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { configText, type NodeWiring } from '../types.ts';

/** What comes in is what the task is about; where the form has no task, it is the task. */
export function taskProblems(config: JsonObject, { wiredInputs }: NodeWiring): readonly WeftError[] {
  if (configText(config, 'task').trim() !== '' || wiredInputs.has('text-in')) return [];
  return [weftError('missing-input', '“Task” is empty. Write what is to be done.', { field: 'task' })];
}

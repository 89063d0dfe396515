import { checkValues } from '#shared/forms/check-values.ts';
import { initialValues } from '#shared/forms/initial-values.ts';
import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { configText } from '../../node-kit/types.ts';
import { readSchema } from './schema.ts';

/** Whether the form can be asked. What is no JSON at all, the field itself says. */
export function check(config: JsonObject): readonly WeftError[] {
  const text = configText(config, 'schema');
  if (text.trim() === '') return [];
  const read = readSchema(text);
  if (!read.ok) return [weftError('invalid-config', read.message, { field: 'schema' })];
  if (config['onTimeout'] !== 'submit' || config['timeoutMinutes'] === null) return [];
  const [problem] = checkValues(read.form, initialValues(read.form));
  if (problem === undefined) return [];
  const message = `Without an answer the form's defaults would be sent, but “${problem.path}” has none that fits. ${problem.message}`;
  return [weftError('invalid-config', message, { field: 'onTimeout' })];
}

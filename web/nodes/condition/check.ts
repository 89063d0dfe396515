import { compilePattern } from '#shared/forms/pattern.ts';
import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { configText } from '../../node-kit/types.ts';

/** Whether the pattern can be matched: in time that follows the text, so that no pattern makes a run hang. */
export function check(config: JsonObject): readonly WeftError[] {
  if (configText(config, 'compare') !== 'matches') return [];
  const compiled = compilePattern(configText(config, 'value'));
  return compiled.ok ? [] : [weftError('invalid-config', compiled.message, { field: 'value' })];
}

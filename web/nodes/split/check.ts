import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { configText } from '../../node-kit/types.ts';

/** Whether there is something to cut at. */
export function check(config: JsonObject): readonly WeftError[] {
  if (configText(config, 'by') !== 'separator' || configText(config, 'separator') !== '') return [];
  return [weftError('missing-input', '“Separator” is empty. Fill it in.', { field: 'separator' })];
}

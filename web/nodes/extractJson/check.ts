import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { configText } from '../../node-kit/types.ts';
import { parsePath } from './json-path.ts';

/** Whether the path can be read. */
export function check(config: JsonObject): readonly WeftError[] {
  const parsed = parsePath(configText(config, 'path'));
  return parsed.ok ? [] : [weftError('invalid-config', parsed.message, { field: 'path' })];
}

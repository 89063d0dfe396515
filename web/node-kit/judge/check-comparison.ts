import { compilePattern } from '#shared/forms/pattern.ts';
import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { configText } from '../types.ts';

/** Those that need something to compare with. */
const VALUE_COMPARISONS: ReadonlySet<string> = new Set([
  'contains',
  'equals',
  'not-equals',
  'matches',
  'less',
  'more',
]);

/** Those of numbers. */
const ORDER_COMPARISONS: ReadonlySet<string> = new Set(['less', 'more']);

/** Whether there is what to compare with, and whether it can be. */
export function checkComparison(config: JsonObject): readonly WeftError[] {
  return [...checkValue(config), ...checkPattern(config)];
}

/** Patterns are matched in time that follows the text, so that none makes a run hang. */
function checkPattern(config: JsonObject): readonly WeftError[] {
  if (configText(config, 'compare') !== 'matches') return [];
  const compiled = compilePattern(configText(config, 'value'));
  return compiled.ok ? [] : [weftError('invalid-config', compiled.message, { field: 'value' })];
}

/** What is compared with has to be there, and to be a number where numbers are compared. */
function checkValue(config: JsonObject): readonly WeftError[] {
  const compare = configText(config, 'compare');
  const value = configText(config, 'value').trim();
  if (compare === 'ask' && configText(config, 'question').trim() === '')
    return [weftError('missing-input', '“Question to a model” is empty. Fill it in.', { field: 'question' })];
  if (VALUE_COMPARISONS.has(compare) && value === '')
    return [weftError('missing-input', '“Compare with” is empty. Fill it in.', { field: 'value' })];
  if (ORDER_COMPARISONS.has(compare) && !Number.isFinite(Number(value)))
    return [
      weftError('invalid-config', `“${value}” is no number, so nothing can be less or more than it.`, {
        field: 'value',
      }),
    ];
  return [];
}

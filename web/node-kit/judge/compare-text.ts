import { compilePattern } from '#shared/forms/pattern.ts';
import type { JsonObject } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { missingInput } from '../missing-input.ts';
import { configText } from '../types.ts';

/** Units of a text that a pattern is looked for in: matching takes time that follows text times pattern. */
const PATTERN_TEXT_CHARACTERS = 100_000;

/**
 * Whether the text is as the form says. White space around it does not count.
 * @throws WeftFailure when it cannot be compared so
 */
export function compareText(text: string, config: JsonObject): boolean {
  const caseCounts = config['caseCounts'] === true;
  const fold = (words: string) => (caseCounts ? words.trim() : words.trim().toLowerCase());
  const value = configText(config, 'value');
  switch (configText(config, 'compare')) {
    case 'contains':
      return fold(text).includes(fold(value));
    case 'equals':
      return fold(text) === fold(value);
    case 'not-equals':
      return fold(text) !== fold(value);
    case 'matches':
      return matchPattern(text.trim(), value);
    case 'less':
      return numberIn(text) < Number(value);
    case 'more':
      return numberIn(text) > Number(value);
    case 'empty':
      return text.trim() === '';
    default:
      throw new WeftFailure(
        weftError('invalid-config', 'This comparison is not known. Pick one from the list.', {
          field: 'compare',
        }),
      );
  }
}

function matchPattern(text: string, source: string): boolean {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new WeftFailure(weftError('invalid-config', compiled.message, { field: 'value' }));
  if (text.length > PATTERN_TEXT_CHARACTERS)
    throw new WeftFailure(
      weftError(
        'output-too-large',
        `A pattern is looked for in up to ${PATTERN_TEXT_CHARACTERS} characters. Shorten the text first.`,
      ),
    );
  return compiled.pattern.test(text);
}

function numberIn(text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text.trim());
  if (Number.isFinite(number)) return number;
  const shown = text.trim().slice(0, 40);
  throw missingInput('text-in', `“${shown}” came in, which is no number, so it is neither less nor more.`);
}

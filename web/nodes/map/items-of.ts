import type { JsonValue } from '#shared/json.ts';
import { missingInput } from '../../node-kit/missing-input.ts';
import { configText, type RunContext } from '../../node-kit/types.ts';

/**
 * The list that came in: JSON lists as they are, one behind the other; else the parts of the text.
 * @throws WeftFailure where no list came in
 */
export function itemsOf({ config, inputs }: Pick<RunContext, 'config' | 'inputs'>): readonly JsonValue[] {
  const came = inputs.at('list-in').flatMap(({ json }) => (json === undefined ? [] : [json]));
  if (came.length > 0) return came.flatMap(listIn);
  const text = inputs.text.replaceAll('\r\n', '\n');
  const by = configText(config, 'by');
  if (by === 'json') return text.trim() === '' ? [] : listIn(parse(text));
  const parts = by === 'paragraphs' ? text.split(/\n[^\S\n]*\n/) : text.split('\n');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function listIn(json: JsonValue): readonly JsonValue[] {
  if (Array.isArray(json)) return json as readonly JsonValue[];
  throw missingInput(
    'list-in',
    'What came in is JSON, but no list. Pick the list out with Extract JSON first.',
  );
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw missingInput(
      'list-in',
      'What came in is no JSON list. Ask the step before for a list alone, or cut by lines.',
    );
  }
}

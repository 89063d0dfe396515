import type { JsonValue } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { mergeText } from './merge.ts';

/** A value as the nodes of an iteration get it; what people said goes into their prompts. */
export function iterationItem(value: JsonValue, guidance: string | null): NodeOutput {
  const said = guidance === null ? {} : { guidance };
  return typeof value === 'string'
    ? { text: value, ...said }
    : { text: JSON.stringify(value), json: value, ...said };
}

/** What outputs come to as one JSON value: JSON as it is, else the text, else the picture. */
export function iterationValue(outputs: readonly NodeOutput[]): JsonValue {
  const [only] = outputs;
  if (outputs.length === 1 && only?.json !== undefined) return only.json;
  const text = mergeText(outputs);
  const picture = outputs.find(({ image }) => image !== undefined)?.image;
  return text === '' && picture !== undefined ? { ...picture } : text;
}

/** A value of a list in words. */
export function valueText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

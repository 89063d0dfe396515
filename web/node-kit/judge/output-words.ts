import type { NodeOutput } from '#shared/run/output.ts';
import { mergeText } from '../merge.ts';

/** What of an output is compared: its words, else its JSON as a text, where an empty list or object is nothing. */
export function outputWords(output: NodeOutput): string {
  const text = mergeText([output]);
  const { json } = output;
  if (text !== '' || json === undefined || json === null) return text;
  const isBare = typeof json === 'object' && Object.keys(json).length === 0;
  return isBare ? '' : typeof json === 'string' ? json : JSON.stringify(json);
}

import { MERGE_KEYS, type NodeOutput } from '#shared/run/output.ts';

/**
 * The text of one output: the first of text, replacePrompt, injectedPrompt, personaDescription that holds more than
 * white space; '' when none does. What is not a string is never turned into one.
 */
export function outputText(output: NodeOutput): string {
  for (const key of MERGE_KEYS) {
    const value: unknown = output[key];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return '';
}

/** The texts of several outputs in the order given, joined by a blank line; outputs without text leave no gap. */
export function mergeText(outputs: readonly NodeOutput[]): string {
  return outputs
    .map(outputText)
    .filter((text) => text !== '')
    .join('\n\n');
}

import type { JsonValue } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { mergeText } from '../../node-kit/merge.ts';
import { configText, type NodeInputs, type NodeRunner } from '../../node-kit/types.ts';

/** No call: what the function returns. A text goes on as text, everything else as JSON, which reads as text too. */
export const run: NodeRunner = async ({ config, inputs, compute }) => {
  const value = await compute({ code: configText(config, 'code'), input: inputOf(inputs) });
  return typeof value === 'string' ? { text: value } : { text: JSON.stringify(value, null, 2), json: value };
};

function inputOf(inputs: NodeInputs): JsonValue {
  const items = inputs.at('text-in').map(itemOf);
  return { text: inputs.text, json: items.find(({ json }) => json !== null)?.json ?? null, items };
}

const itemOf = (output: NodeOutput) => ({ text: mergeText([output]), json: output.json ?? null });

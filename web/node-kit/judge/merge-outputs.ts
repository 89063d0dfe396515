import type { NodeOutput } from '#shared/run/output.ts';
import { mergeText } from '../merge.ts';

/** One output as it is; several become one text, with the first picture and the first JSON among them. */
export function mergeOutputs(arrived: readonly NodeOutput[]): NodeOutput {
  const [only] = arrived;
  if (arrived.length === 1 && only !== undefined) return only;
  const text = mergeText(arrived);
  const image = arrived.find((output) => output.image !== undefined)?.image;
  const json = arrived.find((output) => output.json !== undefined)?.json;
  return {
    ...(text === '' ? {} : { text }),
    ...(image === undefined ? {} : { image }),
    ...(json === undefined ? {} : { json }),
  };
}

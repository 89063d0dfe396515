import type { HostFact } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';

const FACT_BYTES = 1_000;
/** UTF-8 takes at most three bytes for one UTF-16 unit, JSON escapes at most six. */
const BYTES_PER_CHARACTER = 6;

/** At most how many bytes a fact takes in a frame, without writing it out. */
export function factBytes(fact: HostFact): number {
  if (fact.type === 'execution.completed')
    return FACT_BYTES + fact.data.outputs.reduce((sum, id) => sum + id.length + 3, 0);
  if (fact.type !== 'execution.node.completed' || fact.data.output.kind !== 'inline') return FACT_BYTES;
  return FACT_BYTES + outputCharacters(fact.data.output.output) * BYTES_PER_CHARACTER;
}

function outputCharacters(output: NodeOutput): number {
  const { text = '', personaDescription = '', replacePrompt = '', injectedPrompt = '', json } = output;
  const texts = text.length + personaDescription.length + replacePrompt.length + injectedPrompt.length;
  return texts + (json === undefined ? 0 : JSON.stringify(json).length);
}

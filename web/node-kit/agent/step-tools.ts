import type { JsonObject } from '#shared/json.ts';
import { mergeText } from '../merge.ts';
import type { RunContext } from '../types.ts';
import { parametersOf, textOf, type AgentTool, type Leave } from './agent-tool.ts';

/** Steps of the flow as tools: what they are called by people names them, what comes in at their ports are texts. */
export function stepTools({ agent }: Pick<RunContext, 'agent'>, leave: Leave): readonly AgentTool[] {
  const names = new Set<string>();
  return agent.steps.map((step) => {
    const name = distinct(names, `step_${slug(step.label)}`);
    const keys = new Map(step.inputs.map((input) => [keyOf(input.handle), input]));
    const properties = [...keys].map(([key, { label }]): [string, JsonObject] => [
      key,
      { type: 'string', title: label, format: 'multi-line' },
    ]);
    const required = [...keys].filter(([, { isRequired }]) => isRequired).map(([key]) => key);
    const [first] = keys.keys();
    return {
      name,
      description: `Runs the step “${step.label}” of this flow and gives what it puts out. ${step.about}`,
      parameters: parametersOf(
        Object.fromEntries(properties),
        required.length > 0 || first === undefined ? required : [first],
      ),
      ...{ category: 'node', leave },
      words: () => `Run the step “${step.label}”`,
      async run(values) {
        const given = [...keys]
          .map(([key, { handle }]): [string, string] => [handle, textOf(values, key)])
          .filter(([, text]) => text !== '');
        const output = await agent.runStep(step.id, Object.fromEntries(given));
        const text = mergeText([output]);
        if (text !== '' || output.json === undefined) return text;
        return JSON.stringify(output.json, null, 2);
      },
    };
  });
}

/** Tools have names of letters, digits, `_` and `-`, 64 at most. */
const slug = (label: string): string =>
  label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40) || 'of_the_flow';

const keyOf = (handle: string): string =>
  handle
    .replace(/^var-/, '')
    .replace(/-in$/, '')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .replace(/^(?=\d)/, '_') || 'text';

function distinct(names: Set<string>, name: string): string {
  let free = name;
  for (let number = 2; names.has(free); number += 1) free = `${name}_${number}`;
  names.add(free);
  return free;
}

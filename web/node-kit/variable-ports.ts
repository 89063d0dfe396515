import { weftError, type WeftError } from '#shared/run/errors.ts';
import { mergeText } from './merge.ts';
import { missingInput } from './missing-input.ts';
import { VARIABLE_PORT_PREFIX, type Template } from './template-variables.ts';
import type { NodeWiring, PortDefinition, RunContext } from './types.ts';

/** One input per variable, in the order of first appearance. Characters and JSON fill a gap as text. */
export function variablePorts(template: Template): PortDefinition[] {
  return template.names.map((name) => ({
    id: `${VARIABLE_PORT_PREFIX}${name}`,
    label: name,
    type: 'any' as const,
    required: true,
  }));
}

/** Mistakes of a template that can be known before a run: its grammar, and threads whose variable is gone. */
export function templateProblems(template: Template, field: string, wiring: NodeWiring): WeftError[] {
  const problems = template.problem === null ? [] : [template.problem];
  const known = new Set(variablePorts(template).map((port) => port.id));
  for (const handle of wiring.wiredInputs) {
    if (!handle.startsWith(VARIABLE_PORT_PREFIX) || known.has(handle)) continue;
    const name = handle.slice(VARIABLE_PORT_PREFIX.length);
    problems.push(
      weftError(
        'bad-template',
        `A thread fills {{${name}}}, which is no longer in the text. Write it again or remove the thread.`,
        { field },
      ),
    );
  }
  return problems;
}

/**
 * The text for every variable, from the threads that end in its port.
 * @throws WeftFailure missing-input naming the port that got no words.
 */
export function variableValues(template: Template, context: RunContext): Map<string, string> {
  const values = new Map<string, string>();
  for (const name of template.names) {
    const port = `${VARIABLE_PORT_PREFIX}${name}`;
    const text = mergeText(context.inputs.at(port));
    if (text === '')
      throw missingInput(
        port,
        `Nothing arrived for {{${name}}}. Connect a node that writes text to the port “${name}”.`,
      );
    values.set(name, text);
  }
  return values;
}

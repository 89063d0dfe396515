import { readForm } from '#shared/forms/read-form.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { refusalOf } from '../ask-people.ts';
import type { AskWish, RunContext } from '../types.ts';
import type { AgentTool } from './agent-tool.ts';

export type Leave =
  | { readonly type: 'given' }
  /** With other arguments than the model had written. */
  | { readonly type: 'edited'; readonly values: JsonObject }
  | { readonly type: 'denied'; readonly words: string };

const GIVEN: Leave = { type: 'given' };

/** Whether the tool may be used with these values: its form says so, a person did for the run, or one is asked now. */
export async function askForLeave(context: RunContext, tool: AgentTool, values: JsonObject): Promise<Leave> {
  const { agent } = context;
  const path = `leave/${agent.name}/${tool.category}`;
  if (tool.leave === 'allow' || agent.kept()[path] === true) return GIVEN;
  const answer = await context.ask(question(agent.label, tool, values));
  switch (answer.outcome) {
    case 'allow':
      return GIVEN;
    case 'allow-for-run':
      agent.keep(path, true);
      return GIVEN;
    case 'edit':
      return { type: 'edited', values: answer.values ?? values };
    default:
      return { type: 'denied', words: refusalOf('Denied', answer) };
  }
}

/** The arguments stand in the form, to be changed; where they do not fit into one, they are only shown. */
function question(label: string, tool: AgentTool, values: JsonObject): AskWish {
  const form = filledIn(tool.parameters, values);
  const canEdit = readForm(form).ok;
  return {
    kind: 'tool',
    title: tool.words(values).slice(0, 180) || tool.name,
    message: `“${label}” wants to use its tool ${tool.name} with these arguments. “For this run” gives leave to all its tools of this kind.`,
    text: canEdit ? '' : JSON.stringify(values, null, 2),
    images: [],
    options: canEdit ? ['deny', 'allow-for-run', 'edit', 'allow'] : ['deny', 'allow-for-run', 'allow'],
    form: canEdit ? form : null,
    ...{ mustExplain: false, deadline: null, answerers: 'editors' },
  };
}

function filledIn(parameters: JsonObject, values: JsonObject): JsonObject {
  const properties = (parameters['properties'] ?? {}) as { readonly [key: string]: JsonObject };
  const filled: { [key: string]: JsonValue } = {};
  for (const [key, property] of Object.entries(properties)) {
    const value = values[key];
    filled[key] = value === undefined ? property : { ...property, default: value };
  }
  return { ...parameters, properties: filled };
}

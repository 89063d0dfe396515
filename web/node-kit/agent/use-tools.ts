import { checkValues } from '#shared/forms/check-values.ts';
import { readForm } from '#shared/forms/read-form.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ToolMessage } from '#shared/run/call.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import type { RunContext } from '../types.ts';
import type { AgentTool } from './agent-tool.ts';
import type { BeginTool, ToolOutcome, TurnResult } from './agent-work.ts';
import { askForLeave } from './ask-for-leave.ts';

/**
 * Does what the model called for in one turn, one call after another. Whatever is wrong with a call is told back to the
 * model as a result that failed: a tool that does not exist, arguments that do not fit, a person who says no.
 */
export async function useTools(
  context: RunContext,
  tools: readonly AgentTool[],
  turn: number,
  { callId, toolCalls }: TurnResult,
): Promise<readonly ToolMessage[]> {
  const messages: ToolMessage[] = [];
  for (const [index, call] of toolCalls.entries()) {
    const tool = tools.find(({ name }) => name === call.name);
    const use = { turn, index, callId, tool: call.name, category: tool?.category ?? null };
    const { phase, text } = await context.agent.use(use, (begin) => work(context, tools, call, begin));
    messages.push({
      ...{ role: 'tool', toolCallId: call.id, content: [{ type: 'text', text: text || 'Done.' }] },
      ...(phase === 'done' ? {} : { failed: true }),
    });
  }
  return messages;
}

async function work(
  context: RunContext,
  tools: readonly AgentTool[],
  call: ToolCall,
  begin: BeginTool,
): Promise<ToolOutcome> {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) return failed(`There is no tool “${call.name}”. There are: ${namesOf(tools)}.`);
  if (call.arguments === null) return failed('The arguments were no JSON object. Call the tool again.');
  const values = withoutNulls(call.arguments);
  const problem = problemOf(tool, values);
  if (problem !== null) return failed(problem);
  const leave = await askForLeave(context, tool, values);
  if (leave.type === 'denied') return { phase: 'denied', text: leave.words };
  const edited = leave.type === 'edited' ? leave.values : undefined;
  await begin(edited);
  return { phase: 'done', text: await tool.run(edited ?? values) };
}

const failed = (text: string): ToolOutcome => ({ phase: 'failed', text });
const namesOf = (tools: readonly AgentTool[]): string => tools.map(({ name }) => name).join(', ');

/** Models write null for what they leave out. */
const withoutNulls = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

const PROBLEMS = 5;

function problemOf({ name, parameters }: AgentTool, values: JsonObject): string | null {
  const read = readForm(parameters);
  if (!read.ok) throw new Error(`the parameters of ${name} are no form: ${read.problem.message}`);
  const problems = checkValues(read.form, values).slice(0, PROBLEMS);
  if (problems.length === 0) return null;
  const lines = problems.map(({ path, message }) => `- ${path === '' ? '' : `${path}: `}${message}`);
  return `The arguments do not fit “${name}”:\n${lines.join('\n')}`;
}

import { isObject } from '#shared/is-object.ts';
import type { JsonObject } from '#shared/json.ts';
import type { ToolSpec } from '#shared/run/tool-call.ts';
import { jsonFromSchema } from '../json-from-schema.ts';
import type { StringSource } from '../string-from-schema.ts';
import { readQuestion } from './read-question.ts';
import { hasCalled, type Conversation } from './read-conversation.ts';
import { AGENT_ACTS, type AgentAct, type AgentWords } from './words.ts';

/** A call that the demo makes, before it has an id. */
export interface Pick {
  readonly name: string;
  readonly arguments: JsonObject;
}

export interface Picked {
  readonly act: AgentAct;
  readonly calls: readonly Pick[];
}

interface Picking {
  readonly conversation: Conversation;
  readonly words: AgentWords;
  readonly source: StringSource;
  /** What it would answer now: what a file holds. */
  readonly answer: () => string;
  /** The main points of what it has read; '' = it has read nothing. */
  readonly points: string;
}

const INPUTS = 4;
const ADDRESSES = 3;
const FILE_NAME = /(?<![\w/])[\w-]+\.(?:md|txt|json|csv)\b/i;
const ADDRESS = /https:\/\/[^\s<>"')\]]+/g;

/**
 * What the demo does next: by what it is offered, what its task says, and what it has done already. It reads what came in
 * and the addresses that its task holds, keeps notes of what it read, asks people when the task says to ask, runs other
 * steps, makes a file when the task names one. Each tool is used in one turn only; null = it answers.
 */
export function pickTools(picking: Picking): Picked | null {
  for (const act of AGENT_ACTS) {
    const calls = callsOf(act, picking);
    if (calls.length > 0) return { act, calls };
  }
  return null;
}

function callsOf(act: AgentAct, picking: Picking): readonly Pick[] {
  switch (act) {
    case 'look':
      return [...reads(picking), ...fetches(picking)];
    case 'note':
      return notes(picking);
    case 'ask':
      return questions(picking);
    case 'step':
      return steps(picking);
    case 'file':
      return files(picking);
    default:
      return act satisfies never;
  }
}

/** A tool that is offered and was not used yet. */
function fresh({ conversation }: Picking, name: string): ToolSpec | null {
  if (hasCalled(conversation, name)) return null;
  return conversation.tools.find((tool) => tool.name === name) ?? null;
}

function reads(picking: Picking): readonly Pick[] {
  const tool = fresh(picking, 'read_input');
  if (tool === null) return [];
  const { number } = propertiesOf(tool);
  const most = typeof number?.['maximum'] === 'number' ? number['maximum'] : 1;
  return Array.from({ length: Math.min(most, INPUTS) }, (_, index) => {
    return { name: tool.name, arguments: { number: index + 1 } };
  });
}

function fetches(picking: Picking): readonly Pick[] {
  const tool = fresh(picking, 'fetch_url');
  if (tool === null) return [];
  const addresses = new Set(
    picking.conversation.task.match(ADDRESS)?.map((each) => each.replace(/[.,;:!?]+$/, '')),
  );
  return [...addresses].slice(0, ADDRESSES).map((url) => ({ name: tool.name, arguments: { url } }));
}

function notes(picking: Picking): readonly Pick[] {
  const tool = fresh(picking, 'write_note');
  if (tool === null || picking.points === '') return [];
  return [{ name: tool.name, arguments: { name: picking.words.note, text: picking.points } }];
}

function questions(picking: Picking): readonly Pick[] {
  const tool = fresh(picking, 'ask_person');
  const asked = tool === null ? null : readQuestion(picking.conversation.task, picking.words.whichOne);
  if (tool === null || asked === null) return [];
  const { question, choices } = asked;
  return [
    { name: tool.name, arguments: choices.length === 0 ? { question } : { question, choices: [...choices] } },
  ];
}

/** Steps of the flow, and whatever else is offered and named by the task. */
function steps(picking: Picking): readonly Pick[] {
  const { conversation, source } = picking;
  const task = plain(conversation.task);
  return conversation.tools
    .filter(({ name }) => !OWN_TOOLS.has(name) && !hasCalled(conversation, name))
    .filter(({ name }) => name.startsWith('step_') || task.includes(plain(name)))
    .map(({ name, parameters }) => {
      const given = name.startsWith('step_')
        ? stepInputs(parameters, picking)
        : jsonFromSchema(parameters, source);
      return { name, arguments: isObject(given) ? given : {} };
    });
}

const OWN_TOOLS = new Set(['read_input', 'read_note', 'write_note', 'ask_person', 'make_file', 'fetch_url']);

const plain = (text: string): string => text.toLowerCase().replace(/[\W_]+/g, ' ');

/** A step gets what was read, or the task where nothing was. */
function stepInputs(parameters: JsonObject, { conversation, points, source }: Picking): JsonObject {
  const text = points === '' ? conversation.material || conversation.task : points;
  const built = jsonFromSchema(parameters, source);
  if (!isObject(built)) return {};
  const properties = asObject(parameters['properties']);
  return Object.fromEntries(
    Object.entries(built).map(([key, value]) => {
      const property = asObject(properties[key]);
      return [key, property['type'] === 'string' && !('enum' in property) ? text : value];
    }),
  );
}

function files(picking: Picking): readonly Pick[] {
  const tool = fresh(picking, 'make_file');
  const [name] = FILE_NAME.exec(picking.conversation.task) ?? [];
  if (tool === null || name === undefined) return [];
  return [{ name: tool.name, arguments: { name, content: picking.answer() } }];
}

function propertiesOf(tool: ToolSpec): { readonly [key: string]: JsonObject | undefined } {
  return asObject(tool.parameters['properties']) as { readonly [key: string]: JsonObject | undefined };
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

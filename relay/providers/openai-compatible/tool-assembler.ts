import { z } from 'zod';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { CallFailed } from '../call-failed.ts';
import { readArguments } from '../read-arguments.ts';

/** Pieces of calls as servers stream them; Mistral and Ollama send whole calls, some with arguments as an object. */
export const toolDeltaSchema = z.object({
  index: z.number().nullish(),
  id: z.string().nullish(),
  function: z
    .object({
      name: z.string().nullish(),
      arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
    })
    .nullish(),
});

type ToolDelta = z.infer<typeof toolDeltaSchema>;

/** Puts the calls of one turn together from their pieces. */
export interface ToolAssembler {
  /** @throws CallFailed output-too-large */
  add(deltas: readonly ToolDelta[]): void;
  /** The calls in the order in which they began, each with an id of its own. */
  calls(): readonly ToolCall[];
}

interface OpenCall {
  readonly index: number | null;
  id: string;
  name: string;
  text: string;
}

const ID_CHARACTERS = 200;
const NAME_CHARACTERS = 200;

export function createToolAssembler(): ToolAssembler {
  const open: OpenCall[] = [];
  let characters = 0;
  return Object.freeze({
    add(deltas: readonly ToolDelta[]): void {
      for (const delta of deltas) {
        const text = argumentsOf(delta);
        characters += text.length;
        const call = callOf(delta, open);
        call.id ||= delta.id ?? '';
        call.name ||= delta.function?.name ?? '';
        call.text += text;
        if (characters > LIMITS.textOutputBytes || open.length > LIMITS.toolCallsPerTurn) throw tooLarge();
      }
    },
    calls(): readonly ToolCall[] {
      const taken = new Set<string>();
      return open.map(({ id, name, text }, at) => ({
        id: ownId(id, at, taken),
        name: name.slice(0, NAME_CHARACTERS),
        ...readArguments(text),
      }));
    },
  });
}

/**
 * Whose piece it is. Servers that send whole calls leave the index out or give every call the same: a new id with a
 * name is a new call. A piece without index and id belongs to the last call, unless it names a tool.
 */
function callOf(delta: ToolDelta, open: OpenCall[]): OpenCall {
  const index = delta.index ?? null;
  const id = delta.id ?? '';
  const names = (delta.function?.name ?? '') !== '';
  const known =
    index === null
      ? open.findLast((call) => (id === '' ? true : call.id === id))
      : open.findLast((call) => call.index === index);
  const isOther =
    known !== undefined && names && (id === '' ? index === null : known.id !== '' && known.id !== id);
  if (known !== undefined && !isOther) return known;
  const call: OpenCall = { index, id: '', name: '', text: '' };
  open.push(call);
  return call;
}

function argumentsOf(delta: ToolDelta): string {
  const given = delta.function?.arguments ?? '';
  return typeof given === 'string' ? given : JSON.stringify(given);
}

/** Servers that give none, or one twice, get ids that all of them take: nine letters and digits. */
function ownId(given: string, at: number, taken: Set<string>): string {
  const fits = given !== '' && given.length <= ID_CHARACTERS && !taken.has(given);
  let id = fits ? given : `call${String(at).padStart(5, '0')}`;
  for (let next = 0; taken.has(id); next += 1) id = `same${String(next).padStart(5, '0')}`;
  taken.add(id);
  return id;
}

function tooLarge(): CallFailed {
  const detail = `${Math.round(LIMITS.textOutputBytes / 1024)} KiB`;
  return new CallFailed({ code: 'output-too-large', outcome: 'error', retry: 'ask', detail });
}

import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { SCRATCHPAD } from '#shared/run/select-agent.ts';
import { mergeText } from '../merge.ts';
import type { RunContext } from '../types.ts';
import { MATERIAL_PORT } from './material-port.ts';
import { parametersOf, textOf, type AgentTool } from './agent-tool.ts';

const PIECE_CHARACTERS = 12_000;
const NOTE_CHARACTERS = 8_000;
const NOTES = 50;

/** What came in as material, as texts in the order of the threads. */
export function materialOf({ inputs }: Pick<RunContext, 'inputs'>): readonly string[] {
  return inputs.at(MATERIAL_PORT).map(asText);
}

function asText(output: NodeOutput): string {
  const text = mergeText([output]);
  if (text !== '' || output.json === undefined) return text;
  return JSON.stringify(output.json, null, 2);
}

/** Reads what came in, piece by piece; none where nothing did. */
export function readInputTool(material: readonly string[]): AgentTool | null {
  if (material.length === 0) return null;
  const number = { type: 'integer', title: 'Number', minimum: 1, maximum: material.length };
  const from = { type: 'integer', title: 'From character', minimum: 0 };
  return {
    name: 'read_input',
    description: `Reads one of the ${material.length} inputs, ${PIECE_CHARACTERS} characters at a time.`,
    parameters: parametersOf({ number, from }, ['number']),
    ...{ category: 'read', leave: 'allow' },
    words: ({ number: which }) => `Read input ${String(which)}`,
    run({ number: which, from: start }) {
      const text = material[Number(which) - 1] ?? '';
      const begin = typeof start === 'number' ? start : 0;
      const piece = text.slice(begin, begin + PIECE_CHARACTERS);
      const left = text.length - begin - piece.length;
      if (piece === '') return begin === 0 ? 'This input is empty.' : 'There is nothing after that.';
      return left > 0 ? `${piece}\n\n[${left} more characters follow, from ${begin + piece.length}.]` : piece;
    },
  };
}

const NAME = { type: 'string', title: 'Name', maxLength: 80 };
const NOTE = { type: 'string', title: 'Note', format: 'multi-line', maxLength: NOTE_CHARACTERS };

/** The scratchpad of the run: notes by name, which all agents of the run share. */
export function noteTools(
  { agent }: Pick<RunContext, 'agent'>,
  leave: AgentTool['leave'],
): readonly AgentTool[] {
  const notes = (): ReadonlyMap<string, string> => {
    const kept = Object.entries(agent.kept()).filter(([path]) => path.startsWith(SCRATCHPAD));
    return new Map(kept.map(([path, value]) => [path.slice(SCRATCHPAD.length), String(value)]));
  };
  const write: AgentTool = {
    name: 'write_note',
    description:
      'Writes a note into the scratchpad, over an earlier one of that name. Notes last for the run.',
    parameters: parametersOf({ name: NAME, text: NOTE }, ['name', 'text']),
    ...{ category: 'write', leave },
    words: (values) => `Write the note “${textOf(values, 'name')}”`,
    run(values) {
      const wanted = textOf(values, 'name').trim();
      const known = notes();
      if (!known.has(wanted) && known.size >= NOTES)
        throw failure(`The scratchpad is full: it takes ${NOTES} notes. Write over one of them.`);
      agent.keep(`${SCRATCHPAD}${wanted}`, textOf(values, 'text'));
      return `Noted as “${wanted}”.`;
    },
  };
  return [readNote(notes), write];
}

const readNote = (notes: () => ReadonlyMap<string, string>): AgentTool => ({
  name: 'read_note',
  description: 'Reads a note of the scratchpad. Without a name it lists the names of all notes.',
  parameters: parametersOf({ name: NAME }, []),
  ...{ category: 'read', leave: 'allow' },
  words: (values) => `Read the note “${textOf(values, 'name')}”`,
  run(values) {
    const known = notes();
    const wanted = textOf(values, 'name').trim();
    if (wanted === '') return known.size === 0 ? 'There are no notes yet.' : [...known.keys()].join('\n');
    const note = known.get(wanted);
    if (note !== undefined) return note;
    throw failure(
      `There is no note “${wanted}”. ${known.size === 0 ? 'There are none yet.' : `There are: ${[...known.keys()].join(', ')}.`}`,
    );
  },
});

const failure = (message: string): WeftFailure => new WeftFailure(weftError('invalid-output', message));

import type { JsonValue } from '#shared/json.ts';
import type { CallStreamEvent } from '#shared/run/call.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { readArguments } from '../read-arguments.ts';
import { carryBlocks, type CarriedBlock } from './carried-blocks.ts';

/** A block as it begins. */
export interface BlockStart {
  readonly type: string;
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly data?: string | null | undefined;
  /** Of a call that comes whole. */
  readonly input?: unknown;
}

/** A piece of a block. */
export interface BlockDelta {
  readonly text?: string | null | undefined;
  readonly thinking?: string | null | undefined;
  readonly signature?: string | null | undefined;
  readonly partial_json?: string | null | undefined;
}

/** The blocks of one turn, as they come. */
export interface TurnBlocks {
  start(index: number, block: BlockStart): void;
  add(index: number, delta: BlockDelta): void;
  /** What the whole turn holds besides its words: calls, and what goes back. */
  end(): readonly CallStreamEvent[];
  /** Characters of arguments so far. */
  size(): number;
}

interface OpenBlock {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly data: string;
  readonly input: unknown;
  characters: number;
  thinking: string;
  signature: string;
  json: string;
}

const NAME_CHARACTERS = 200;

export function createTurnBlocks(): TurnBlocks {
  const blocks = new Map<number, OpenBlock>();
  let size = 0;
  const blockAt = (index: number, type: string): OpenBlock => {
    const known = blocks.get(index);
    if (known !== undefined) return known;
    const block = openBlock({ type });
    blocks.set(index, block);
    return block;
  };
  return Object.freeze({
    start: (index: number, block: BlockStart) => void blocks.set(index, openBlock(block)),
    add(index: number, delta: BlockDelta): void {
      const block = blockAt(index, delta.thinking == null ? 'text' : 'thinking');
      block.characters += delta.text?.length ?? 0;
      block.thinking += delta.thinking ?? '';
      block.signature += delta.signature ?? '';
      block.json += delta.partial_json ?? '';
      size += delta.partial_json?.length ?? 0;
    },
    end(): readonly CallStreamEvent[] {
      const whole = [...blocks].sort(([one], [other]) => one - other).map(([, block]) => block);
      const calls = whole.filter(({ type }) => type === 'tool_use').map(callOf);
      if (calls.length === 0) return [];
      const value: JsonValue | null = carryBlocks(whole.flatMap(carriedOf));
      const carry: readonly CallStreamEvent[] = value === null ? [] : [{ type: 'carry', value }];
      return [...calls.map((call) => ({ type: 'tool-call', call }) as const), ...carry];
    },
    size: () => size + blocks.size,
  });
}

function openBlock({ type, id, name, data, input }: BlockStart): OpenBlock {
  const texts = { id: id ?? '', name: (name ?? '').slice(0, NAME_CHARACTERS), data: data ?? '' };
  return { type, ...texts, input, characters: 0, thinking: '', signature: '', json: '' };
}

/** Arguments come in pieces; where none came, what the block began with counts. */
function callOf({ id, name, json, input }: OpenBlock): ToolCall {
  return { id, name, ...readArguments(json === '' ? JSON.stringify(input ?? {}) : json) };
}

function carriedOf(block: OpenBlock): readonly CarriedBlock[] {
  switch (block.type) {
    case 'thinking':
      return [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
    case 'redacted_thinking':
      return [{ type: 'redacted_thinking', data: block.data }];
    case 'text':
      return [{ type: 'text', characters: block.characters }];
    case 'tool_use':
      return [{ type: 'tool_use', id: block.id }];
    default:
      // What is added later carries nothing that has to go back.
      return [];
  }
}

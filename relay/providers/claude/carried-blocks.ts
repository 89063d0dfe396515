import { z } from 'zod';
import type { ContentBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { JsonValue } from '#shared/json.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';
import { fittingName } from '../fitting-name.ts';

/**
 * What goes back of a turn in which Claude thought and called tools: its signed thinking, unchanged, and the order of all
 * blocks. Words and calls stand in the message already, so only how many characters and which call is kept of them.
 * Source: platform.claude.com, "Extended thinking with tool use", preserving thinking blocks.
 */
const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.object({ type: z.literal('text'), characters: z.int().nonnegative() }),
  z.object({ type: z.literal('tool_use'), id: z.string() }),
]);

const carrySchema = z.object({ claude: z.array(blockSchema) });

export type CarriedBlock = z.infer<typeof blockSchema>;

/** A turn's blocks as a carry; null when there is no thinking in it, for then their order says nothing. */
export function carryBlocks(blocks: readonly CarriedBlock[]): JsonValue | null {
  return blocks.some(isThinking) ? { claude: blocks } : null;
}

/** The blocks of a carry; none when another provider gave it. */
export function carriedBlocks(carry: JsonValue | undefined): readonly CarriedBlock[] {
  const parsed = carrySchema.safeParse(carry);
  return parsed.success ? parsed.data.claude : [];
}

function isThinking(block: CarriedBlock): boolean {
  return block.type === 'thinking' || block.type === 'redacted_thinking';
}

/** A turn as it was; where words or calls are others than the carry knows, thinking comes first. */
export function rebuildTurn(
  text: string,
  calls: readonly ToolCall[],
  carried: readonly CarriedBlock[],
): ContentBlockParam[] {
  const rest = new Map(calls.map((call) => [call.id, call]));
  const blocks: ContentBlockParam[] = [];
  let at = 0;
  for (const block of carried) {
    switch (block.type) {
      case 'thinking':
      case 'redacted_thinking':
        blocks.push(block);
        break;
      case 'text':
        blocks.push(...textBlock(text.slice(at, at + block.characters)));
        at += block.characters;
        break;
      case 'tool_use': {
        const call = rest.get(block.id);
        if (call !== undefined) blocks.push(callBlock(call));
        rest.delete(block.id);
        break;
      }
      default:
        return block satisfies never;
    }
  }
  return [...blocks, ...textBlock(text.slice(at)), ...[...rest.values()].map(callBlock)];
}

/** The API refuses empty text blocks. */
function textBlock(text: string): ContentBlockParam[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function callBlock({ id, name, arguments: input }: ToolCall): ContentBlockParam {
  return { type: 'tool_use', id, name: fittingName(name), input: input ?? {} };
}

import type { JsonObject } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { ToolCall } from '#shared/run/tool-call.ts';

type Arguments = Pick<ToolCall, 'arguments' | 'raw'>;

/**
 * The arguments of a tool call from what the model wrote. Models write broken JSON, lists, or nothing at all where there
 * is nothing to say; what is no object comes back as it came, so that the model can be told.
 */
export function readArguments(raw: string): Arguments {
  if (raw.trim() === '') return { arguments: {} };
  const parsed = isDeep(raw) ? null : parse(raw);
  return parsed === null
    ? { arguments: null, raw: raw.slice(0, LIMITS.toolRawCharacters) }
    : { arguments: parsed };
}

function parse(raw: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** Brackets within one another, those in strings left out: everything that walks the value walks it recursively. */
function isDeep(raw: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth > LIMITS.toolArgumentDepth) return true;
  }
  return false;
}

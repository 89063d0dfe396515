import type { JsonValue } from '#shared/json.ts';

/** Openings that are tried: a text of nothing but brackets would take forever otherwise. */
const MOST_TRIES = 200;
const FENCE = /```[\w-]*[ \t]*\n([\s\S]*?)\n?[ \t]*```/g;

/** The JSON in a text: all of it, else what a fence holds, else the longest object or list in its prose. */
export function findJson(text: string): JsonValue | undefined {
  const whole = parse(text.trim());
  if (whole !== undefined) return whole;
  for (const [, inside = ''] of text.matchAll(FENCE)) {
    const fenced = parse(inside.trim());
    if (fenced !== undefined) return fenced;
  }
  return longestIn(text);
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function longestIn(text: string): JsonValue | undefined {
  let best: { readonly length: number; readonly value: JsonValue } | null = null;
  let tries = 0;
  for (let at = 0; at < text.length && tries < MOST_TRIES; at += 1) {
    if (text[at] !== '{' && text[at] !== '[') continue;
    tries += 1;
    const end = endOf(text, at);
    const value = end === null ? undefined : parse(text.slice(at, end));
    if (end === null || value === undefined) continue;
    if (best === null || end - at > best.length) best = { length: end - at, value };
    at = end - 1;
  }
  return best?.value;
}

/** Where the bracket that opens here is closed; brackets in strings are none. null = nowhere. */
function endOf(text: string, start: number): number | null {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

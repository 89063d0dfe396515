import type { JsonObject, JsonValue } from '#shared/json.ts';

/** One step into a value: a member, an item (from the end when below 0), or every item. */
export type PathStep =
  | { readonly type: 'member'; readonly key: string }
  | { readonly type: 'item'; readonly index: number }
  | { readonly type: 'each' };

export type PathResult =
  | { readonly ok: true; readonly steps: readonly PathStep[] }
  | { readonly ok: false; readonly message: string };

/** A name without dots and brackets, an item, all items, or a member in quotes; sticky, so that reading is linear. */
const STEP = /\.?([^.[\]"'\s]+)|\[(-?\d{1,9})\]|\[(\*)\]|\[("(?:[^"\\]|\\.)*")\]/y;

/** Reads `people[0].name`, `$.items[*]["full name"]`; empty = the value itself. */
export function parsePath(source: string): PathResult {
  const path = source.trim().replace(/^\$\.?/, '');
  const steps: PathStep[] = [];
  let at = 0;
  while (at < path.length) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    const step = found && stepOf(found);
    if (found === null || step === null)
      return {
        ok: false,
        message: `“${path.slice(at, at + 20)}” is no step of a path. Write a.b, [0] or [*].`,
      };
    steps.push(step);
    at = STEP.lastIndex;
  }
  return { ok: true, steps };
}

function stepOf([, name, index, each, quoted]: RegExpExecArray): PathStep | null {
  if (name !== undefined) return { type: 'member', key: name };
  if (index !== undefined) return { type: 'item', index: Number(index) };
  if (each !== undefined) return { type: 'each' };
  const key = quoted === undefined ? null : readQuoted(quoted);
  return key === null ? null : { type: 'member', key };
}

function readQuoted(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}

/** What is there; undefined = nothing. Behind [*], items without the part are left out. */
export function pickPath(value: JsonValue, steps: readonly PathStep[]): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const [index, step] of steps.entries()) {
    if (step.type === 'each') {
      if (!Array.isArray(at)) return undefined;
      const rest = steps.slice(index + 1);
      return at.map((item) => pickPath(item, rest)).filter((item) => item !== undefined);
    }
    at = stepInto(at, step);
    if (at === undefined) return undefined;
  }
  return at;
}

function stepInto(value: JsonValue, step: Exclude<PathStep, { type: 'each' }>): JsonValue | undefined {
  if (step.type === 'item') return Array.isArray(value) ? value.at(step.index) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const object = value as JsonObject;
  return Object.hasOwn(object, step.key) ? object[step.key] : undefined;
}

/**
 * Where a text stops being JSON. Engines tell the place in some of their messages and not in others; people need it
 * always. Follows RFC 8259; used only after JSON.parse has refused the text.
 */
export interface JsonFault {
  /** Index into the text; its length when the text ends too early. */
  readonly index: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The first fault, or null when the text is JSON. */
export function jsonFault(text: string): JsonFault | null {
  const index = firstFault(text);
  if (index === null) return null;
  const before = text.slice(0, index).split('\n');
  return { index, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** What may come next. Containers are kept on a stack of their own, so that deep nesting cannot overflow the engine's. */
type Expectation = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end';

function firstFault(text: string): number | null {
  const open: ('[' | '{')[] = [];
  let expected: Expectation = 'value';
  let index = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = index;
    if (!pattern.test(text)) return false;
    index = pattern.lastIndex;
    return true;
  };
  for (;;) {
    take(SPACE);
    const character = text[index];
    if (expected === 'comma-or-end' && open.length === 0) return index === text.length ? null : index;
    const container = open.at(-1);
    const closes = character === (container === '{' ? '}' : ']') && container !== undefined;
    if (closes && (expected === 'value-or-end' || expected === 'key-or-end' || expected === 'comma-or-end')) {
      open.pop();
      index += 1;
      expected = 'comma-or-end';
    } else if (expected === 'comma-or-end') {
      if (character !== ',') return index;
      index += 1;
      expected = container === '{' ? 'key' : 'value';
    } else if (expected === 'colon') {
      if (character !== ':') return index;
      index += 1;
      expected = 'value';
    } else if (expected === 'key' || expected === 'key-or-end') {
      if (!take(STRING)) return index;
      expected = 'colon';
    } else if (character === '[' || character === '{') {
      open.push(character);
      index += 1;
      expected = character === '[' ? 'value-or-end' : 'key-or-end';
    } else {
      if (!take(STRING) && !take(LITERAL)) return index;
      expected = 'comma-or-end';
    }
  }
}

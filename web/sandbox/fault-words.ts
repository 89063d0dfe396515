import type { JsonValue } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';

/** The name under which the code stands in the interpreter's stacks. */
export const CODE_FILE = 'code.js';

const MAX_WORDS = 400;
const SECONDS = LIMITS.codeMs / 1_000;
const MEBIBYTES = LIMITS.codeMemoryBytes / 1_024 / 1_024;

/** What people try first, and why it is not there. */
const ABSENT: { readonly [name: string]: string } = {
  fetch: 'There is no network in a node of code.',
  XMLHttpRequest: 'There is no network in a node of code.',
  WebSocket: 'There is no network in a node of code.',
  Date: 'There is no clock: equal inputs must give equal results.',
  performance: 'There is no clock: equal inputs must give equal results.',
  crypto: 'There is no chance: equal inputs must give equal results.',
  setTimeout: 'There is nothing to wait for in a node of code.',
  console: 'There is no console: return what you want to see.',
  window: 'There is no page in a node of code.',
  document: 'There is no page in a node of code.',
  self: 'There is no page in a node of code.',
  require: 'Nothing can be imported: all it needs must stand in the field.',
  process: 'There is no computer to look at in a node of code.',
};

/** A fault of a person's code, at its field. */
export function codeFault(message: string): WeftError {
  return weftError('code-failed', message, { field: 'code' });
}

export const TOO_LONG = `The code did not end within ${SECONDS} seconds and was stopped`;

export const NO_FUNCTION =
  'The code exports no function. Begin it with “export default function (input) {”, and return the result.';

export const NOTHING_RETURNED =
  'The code returned nothing that could go on. Return a text, a number, a list or an object.';

export const NEVER_ENDS = 'The code waits for something that never comes. Return the result itself.';

export const TOO_DEEP = 'The code nests or calls itself too deeply for the sandbox and was stopped.';

export const TOO_HUNGRY = `The code used more than ${MEBIBYTES} MiB of memory and was stopped.`;

export const TOO_MUCH_INPUT = 'More comes in than a node of code can take. Shorten it before.';

/** `isLate`: it was stopped because its time was over. @param thrown what the interpreter gave, taken out of it */
export function thrownFault(thrown: unknown, isLate: boolean): WeftError {
  const { name, message, stack } = partsOf(thrown);
  const place = placeOf(stack);
  if (isLate) {
    const where = place === null ? '' : `, in line ${place.line}`;
    return codeFault(`${TOO_LONG}${where}. Look for a loop that never ends, or do less in one node.`);
  }
  const words = wordsOf(name, message);
  return codeFault(place === null ? words : `Line ${place.line}, column ${place.column}: ${words}`);
}

function wordsOf(name: string, message: string): string {
  if (name === 'InternalError' && message === 'out of memory') return TOO_HUNGRY;
  if (name === 'InternalError' && message === 'stack overflow') return TOO_DEEP;
  const absent = /^'?(\w+)'? is not defined$/.exec(message)?.[1];
  const reason = absent !== undefined && Object.hasOwn(ABSENT, absent) ? ABSENT[absent] : undefined;
  if (reason !== undefined) return `“${absent}” is not there. ${reason}`;
  const module = /^could not load module '(.*)'$/s.exec(message)?.[1];
  if (module !== undefined)
    return `“${shortened(module)}” cannot be imported: all that the code needs must stand in the field.`;
  const words = shortened(message === '' ? 'it threw an error without words' : message);
  return `${name === '' || name === 'Error' ? '' : `${name}: `}${words}`;
}

interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Anything can be thrown, and an error's parts can be anything. */
function partsOf(thrown: unknown): Thrown {
  if (typeof thrown !== 'object' || thrown === null)
    return { name: '', message: thrown === undefined ? '' : `it threw ${String(thrown)}`, stack: '' };
  const { name, message, stack } = thrown as { readonly [part: string]: JsonValue | undefined };
  if (typeof message !== 'string' && typeof stack !== 'string')
    return { name: '', message: `it threw ${JSON.stringify(thrown) ?? 'something'}`, stack: '' };
  return { name: textOf(name).slice(0, 60), message: textOf(message), stack: textOf(stack) };
}

const textOf = (part: unknown): string => (typeof part === 'string' ? part : '');

const shortened = (words: string): string =>
  words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words;

function placeOf(stack: string): { readonly line: number; readonly column: number } | null {
  const [, line, column] = /\bcode\.js:(\d+):(\d+)/.exec(stack) ?? [];
  return line === undefined || column === undefined ? null : { line: Number(line), column: Number(column) };
}

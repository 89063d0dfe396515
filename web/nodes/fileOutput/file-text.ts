import { readCsv } from '#shared/csv/read-csv.ts';
import { writeCsv } from '#shared/csv/write-csv.ts';
import { jsonFault } from '#shared/json-fault.ts';
import type { JsonValue } from '#shared/json.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { Format } from './formats.ts';
import { tableRows } from './table-rows.ts';

/** What came in over the text port. */
export interface FileContent {
  readonly text: string;
  /** Of nodes that put out JSON: one value, or a list of those of several; undefined when none does. */
  readonly json: JsonValue | undefined;
}

/** The file's text. @throws WeftFailure invalid-output when what came in cannot be written so */
export function fileText(format: Exclude<Format, 'picture'>, content: FileContent): string {
  switch (format) {
    case 'markdown':
    case 'text':
      return content.text;
    case 'json':
      return `${JSON.stringify(jsonOf(content), null, 2)}\n`;
    case 'csv':
      return csvOf(content);
    default:
      return format satisfies never;
  }
}

function jsonOf({ text, json }: FileContent): JsonValue {
  if (json !== undefined) return json;
  const bare = withoutFence(text);
  const value = parsed(bare);
  if (value !== undefined) return value;
  const { line, column } = jsonFault(bare) ?? { line: 1, column: 1 };
  throw unfit(
    `The text that came in is not JSON (line ${line}, column ${column}). Choose another format, or have the node before answer in JSON.`,
  );
}

/** A list in JSON; else the text is read as CSV and written anew, so that every cell is made safe. */
function csvOf({ text, json }: FileContent): string {
  const bare = withoutFence(text);
  const value = json ?? parsed(bare);
  if (value === undefined || typeof value !== 'object' || value === null) return writeCsv(readCsv(bare));
  const rows = tableRows(value);
  if (rows === null)
    throw unfit(
      'This JSON is no table: it takes a list of objects, of lists or of plain values. Write it as JSON instead.',
    );
  return writeCsv(rows);
}

/** undefined when the text is not JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Models like to put a fence round what they were asked for. */
function withoutFence(text: string): string {
  return /^\s*```[\w-]*[ \t]*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

const unfit = (message: string): WeftFailure => new WeftFailure(weftError('invalid-output', message));

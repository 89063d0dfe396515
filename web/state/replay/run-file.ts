import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { checkPicture } from '#shared/check-picture.ts';
import { hashBytes, hashText } from '#shared/hash.ts';
import { jsonFault } from '#shared/json-fault.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { logEntrySchema, type LogEntry } from '#shared/run/events.ts';

/** A run as a `.run.jsonl` holds it (docs/spec/replay.md): its log, and the texts and pictures that the log names by hash. */
export interface RunFile {
  readonly runId: string;
  readonly entries: readonly LogEntry[];
  /** By SHA-256. */
  readonly texts: ReadonlyMap<string, string>;
  /** By SHA-256; a file may leave some out. */
  readonly pictures: ReadonlyMap<string, FilePicture>;
}

export interface FilePicture {
  readonly bytes: Uint8Array;
  /** As its first bytes say. */
  readonly mediaType: string;
}

export type RunFileResult =
  { readonly ok: true; readonly file: RunFile } | { readonly ok: false; readonly error: WeftError };

/** More than a run of 200,000 entries ever took. Larger files would not fit the browser. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/** Reads a run; refused as a whole, with the reason and the line, when it is none [RP8]. */
export function readRunFile(text: string): RunFileResult {
  if (text.length > MOST_CHARACTERS) return refused('it is too large (over 256 MiB)');
  const entries: LogEntry[] = [];
  const texts = new Map<string, string>();
  const pictures = new Map<string, FilePicture>();
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = readLine(line.trimEnd(), entries);
    if (typeof read === 'string') return refused(`line ${index + 1} ${read}`);
    if ('text' in read) texts.set(read.blob, read.text);
    else if ('bytes' in read) pictures.set(read.blob, { bytes: read.bytes, mediaType: read.mediaType });
    else entries.push(read);
  }
  const first = entries[0];
  if (first === undefined) return refused('there is nothing in it');
  if (entries.length > LIMITS.entriesPerRun) return refused('it has more entries than a run can have');
  return { ok: true, file: { runId: first.runId, entries, texts, pictures } };
}

type Line =
  LogEntry | { readonly blob: string; readonly text: string } | ({ readonly blob: string } & FilePicture);

/** A line, or why it is none. */
function readLine(line: string, before: readonly LogEntry[]): Line | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return `is not JSON from column ${jsonFault(line)?.column ?? 1} on`;
  }
  if (isText(value))
    return hashText(value.text) === value.blob ? value : 'holds a text that was changed: its hash is another';
  if (isPicture(value)) return readPicture(value.blob, value.base64);
  const parsed = logEntrySchema.safeParse(value);
  if (!parsed.success) return 'is no entry of a run';
  return entryFault(parsed.data, before) ?? parsed.data;
}

function entryFault(entry: LogEntry, before: readonly LogEntry[]): string | null {
  const first = before[0];
  if (entry.seq !== before.length + 1)
    return `has number ${entry.seq} where ${before.length + 1} comes next: entries are missing or mixed up`;
  if (first === undefined)
    return entry.type === 'execution.started' && entry.data.plan.kind === 'inline'
      ? null
      : 'is not the start of a run with its plan';
  return entry.runId === first.runId ? null : 'belongs to another run';
}

/** What it says of itself counts for nothing: its bytes do [PI8]. */
function readPicture(blob: string, base64: string): Line | string {
  const bytes = decodeBase64(base64);
  if (bytes === null || hashBytes(bytes) !== blob)
    return 'holds a picture that was changed: its hash is another';
  const checked = checkPicture(bytes);
  return checked.ok
    ? { blob, bytes, mediaType: checked.header.mediaType }
    : 'holds bytes that are no picture';
}

function isPicture(value: unknown): value is { readonly blob: string; readonly base64: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { blob, base64 } = value as { readonly blob?: unknown; readonly base64?: unknown };
  return typeof blob === 'string' && typeof base64 === 'string';
}

function isText(value: unknown): value is { readonly blob: string; readonly text: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { blob, text } = value as { readonly blob?: unknown; readonly text?: unknown };
  return typeof blob === 'string' && typeof text === 'string';
}

function refused(reason: string): RunFileResult {
  const message = `This file is not a run: ${reason}. Choose a .run.jsonl file that Weft has exported.`;
  return { ok: false, error: weftError('not-a-run', message) };
}

/** The run as a file again, word for word as it was read. */
export function runFileText({ entries, texts, pictures }: Omit<RunFile, 'runId'>): string {
  const blobs = [...texts].map(([blob, text]) => ({ blob, text }));
  const drawn = [...pictures].map(([blob, { bytes, mediaType }]) => {
    return { blob, mediaType, base64: encodeBase64(bytes) };
  });
  return [...entries, ...blobs, ...drawn].map((line) => `${JSON.stringify(line)}\n`).join('');
}

import { encodeBase64 } from '#shared/base64.ts';
import { readPictureHeader } from '#shared/picture-header.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { toWeftError } from '#shared/run/errors.ts';
import type { CallText } from '#shared/run/call.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { withPlan } from '#shared/run/hydrate.ts';
import { nodeOutputSchema, type BlobRef, type NodeOutput } from '#shared/run/output.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';
import { weighPictures } from '#shared/run/weigh-pictures.ts';
import type { RunFileWeight } from './api.ts';

export interface ExportRunOptions {
  /** Pictures up to LIMITS.runFilePictureBytes together, in the order of the log; false = none. */
  readonly pictures: boolean;
  /** A picture of the run, from this browser or the relay. */
  readonly getPicture: (hash: string) => Promise<Uint8Array>;
}

type Source = Pick<RelayHttp, 'page' | 'getBlob'>;

/**
 * A run as a file that needs nothing else: one entry per line with the plan in its entry, then the outputs, texts and
 * pictures that entries name by hash, each a line of its own. The format: docs/spec/replay.md.
 */
export async function exportRun(http: Source, runId: string, options: ExportRunOptions): Promise<string> {
  const { lines, pictures } = await readWhole(http, runId);
  if (options.pictures) lines.push(...(await pictureLines(pictures.keys(), options.getPicture)));
  return lines.map((line) => `${line}\n`).join('');
}

/** How large the file of a run is, with its pictures and without, before a picture is fetched. */
export async function weighRun(http: Source, runId: string): Promise<RunFileWeight> {
  const { lines, pictures } = await readWhole(http, runId);
  const encoder = new TextEncoder();
  const textBytes = lines.reduce((sum, line) => sum + encoder.encode(line).byteLength + 1, 0);
  return { textBytes, ...weighPictures([...pictures.values()]) };
}

/** Its lines but for the pictures, and those by their hashes in the order of the log. */
async function readWhole(http: Source, runId: string) {
  const blobText = async (hash: string) => new TextDecoder().decode(await http.getBlob(runId, hash));
  const lines: string[] = [];
  const texts = new Set<string>();
  const pictures = new Map<string, number>();
  const note = (named: readonly Named[]) => named.forEach(({ blob, bytes }) => pictures.set(blob, bytes));
  for (let page = 0; page * LIMITS.entriesPerPage < LIMITS.entriesPerRun; page += 1) {
    const { entries, head } = await http.page(runId, page);
    for (const entry of entries) {
      for (const hash of namedTexts(entry)) texts.add(hash);
      note(namedPictures(entry));
      lines.push(JSON.stringify(await withPlan(entry, blobText)));
    }
    if (entries.length === 0 || (entries.at(-1)?.seq ?? head) >= head) break;
  }
  for (const hash of texts) {
    const text = await blobText(hash);
    lines.push(JSON.stringify({ blob: hash, text }));
    note(pictureInText(text));
  }
  return { lines, pictures };
}

async function pictureLines(
  hashes: Iterable<string>,
  getPicture: ExportRunOptions['getPicture'],
): Promise<readonly string[]> {
  const lines: string[] = [];
  let total = 0;
  for (const hash of hashes) {
    const bytes = await getPicture(hash).catch(asGone);
    const header = bytes === null ? null : readPictureHeader(bytes);
    if (bytes === null || header === null) continue;
    total += bytes.byteLength;
    if (total > LIMITS.runFilePictureBytes) break;
    const { mediaType } = header;
    lines.push(JSON.stringify({ blob: hash, mediaType, base64: encodeBase64(bytes) }));
  }
  return lines;
}

/** A picture that nobody has any more is left out; a relay that is away is another matter. */
function asGone(caught: unknown): null {
  const { code } = toWeftError(caught);
  if (code === 'not-found' || code === 'blob-missing') return null;
  throw caught;
}

/** What a reader of the run needs and its entries do not hold; requests are no part of what is shown. */
function namedTexts(entry: LogEntry): readonly string[] {
  switch (entry.type) {
    case 'call.ended': {
      const { text, reasoning, toolCalls } = entry.data.end;
      return [text, reasoning, toolCalls].flatMap(hashOf);
    }
    case 'agent.tool_call':
      return hashOf(entry.data.result);
    case 'file.created':
    case 'file.updated':
      return entry.data.mediaType.startsWith('image/') ? [] : [entry.data.blob];
    case 'execution.node.completed':
      return entry.data.output.kind === 'blob' ? [entry.data.output.hash] : [];
    default:
      return [];
  }
}

const hashOf = (text: CallText | undefined): readonly string[] => (text?.kind === 'blob' ? [text.hash] : []);

type Named = Pick<BlobRef, 'blob' | 'bytes'>;

function namedPictures(entry: LogEntry): readonly Named[] {
  switch (entry.type) {
    case 'call.ended':
      return ofOutput(entry.data.end);
    case 'file.created':
    case 'file.updated':
      return entry.data.mediaType.startsWith('image/') ? [entry.data] : [];
    case 'execution.node.completed':
      return entry.data.output.kind === 'inline' ? ofOutput(entry.data.output.output) : [];
    default:
      return [];
  }
}

const ofOutput = ({ image }: Pick<NodeOutput, 'image'>): readonly Named[] =>
  image === undefined ? [] : [image];

/** Long outputs are canonical JSON, in which a picture comes first. */
function pictureInText(text: string): readonly Named[] {
  if (!text.startsWith('{"image":{')) return [];
  try {
    return ofOutput(nodeOutputSchema.safeParse(JSON.parse(text)).data ?? {});
  } catch {
    // A text that only begins like an output.
    return [];
  }
}

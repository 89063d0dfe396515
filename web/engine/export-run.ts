import { LIMITS } from '#shared/protocol/limits.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { withPlan } from '#shared/run/hydrate.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';

/**
 * A run as a file that needs nothing else: one entry per line with the plan in its entry, then the outputs and texts that
 * entries name by hash, each a line of its own. The format: docs/spec/replay.md.
 */
export async function exportRun(http: Pick<RelayHttp, 'page' | 'getBlob'>, runId: string): Promise<string> {
  const blobText = async (hash: string) => new TextDecoder().decode(await http.getBlob(runId, hash));
  const lines: string[] = [];
  const hashes = new Set<string>();
  for (let page = 0; page * LIMITS.entriesPerPage < LIMITS.entriesPerRun; page += 1) {
    const { entries, head } = await http.page(runId, page);
    for (const entry of entries) {
      for (const hash of namedTexts(entry)) hashes.add(hash);
      lines.push(JSON.stringify(await withPlan(entry, blobText)));
    }
    if (entries.length === 0 || (entries.at(-1)?.seq ?? head) >= head) break;
  }
  for (const hash of hashes) lines.push(JSON.stringify({ blob: hash, text: await blobText(hash) }));
  return lines.map((line) => `${line}\n`).join('');
}

/** What a reader of the run needs and its entries do not hold; requests are no part of what is shown. */
function namedTexts(entry: LogEntry): readonly string[] {
  switch (entry.type) {
    case 'call.ended': {
      const { text, reasoning } = entry.data.end;
      return [text, reasoning].flatMap((part) => (part?.kind === 'blob' ? [part.hash] : []));
    }
    case 'file.created':
    case 'file.updated':
      return entry.data.mediaType.startsWith('image/') ? [] : [entry.data.blob];
    case 'execution.node.completed':
      return entry.data.output.kind === 'blob' ? [entry.data.output.hash] : [];
    default:
      return [];
  }
}

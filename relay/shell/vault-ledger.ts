import type { z } from 'zod/mini';
import { writeCsv } from '#shared/csv/write-csv.ts';
import type { LedgerRow, ledgerResponseSchema } from '#shared/protocol/vault-messages.ts';
import type { KeptRow, MonthSum } from '../core/vault/vault-record.ts';
import type { VaultStore } from '../storage/vault-store.ts';
import { jsonResponse } from './json-response.ts';

const PAGE_ROWS = 200;
/** Rows that are read at once while the file is written. */
const PIECE_ROWS = 1_000;

/** @param before only rows with a smaller number; NaN = the newest. */
export async function ledgerPage(store: VaultStore, before: number): Promise<Response> {
  const end = Number.isInteger(before) && before > 0 ? before : Number.MAX_SAFE_INTEGER;
  const found = await store.rowsBefore(end, PAGE_ROWS);
  const last = found.at(-1)?.n ?? 1;
  const body: z.infer<typeof ledgerResponseSchema> = {
    rows: found.map(shownRow),
    next: last > 1 ? last : null,
  };
  return jsonResponse(body);
}

const COLUMNS = [
  ...['time', 'person', 'flow', 'run', 'step', 'provider', 'model', 'input tokens', 'output tokens'],
  ...['cost in USD', 'counted in USD', 'outcome', 'verdict', 'call', 'grant'],
];

/** The whole ledger, oldest first, written while it is read: months that were summed up, then every call. */
export function ledgerFile(store: VaultStore, sums: readonly MonthSum[]): Response {
  let next = 1;
  const encoder = new TextEncoder();
  const byMonth = [...sums].sort((one, other) => (one.month < other.month ? -1 : 1));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(writeCsv([COLUMNS, ...byMonth.map(sumCells)]))),
    async pull(controller) {
      const rows = await store.rowsFrom(next, PIECE_ROWS);
      if (rows.length > 0) controller.enqueue(encoder.encode(writeCsv(rows.map(cellsOf))));
      next = (rows.at(-1)?.n ?? 0) + 1;
      if (rows.length < PIECE_ROWS) controller.close();
    },
  });
  return csvResponse(body);
}

export function csvResponse(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="ledger.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}

function usd(microUsd: number | null): string {
  return microUsd === null ? 'unknown' : (microUsd / 1_000_000).toFixed(6);
}

/** In the place of the time a month, in that of the outcome how many calls it sums up. */
function sumCells(sum: MonthSum): readonly string[] {
  const unknown = sum.unknownCalls === 0 ? '' : `, ${sum.unknownCalls} of unknown cost`;
  return [
    ...[sum.month, sum.person, sum.flowId, '', '', sum.provider, sum.model],
    ...[String(sum.inputTokens), String(sum.outputTokens), usd(sum.costMicroUsd), usd(sum.countedMicroUsd)],
    ...[`sum of ${sum.calls}${unknown}`, '', '', sum.grantId],
  ];
}

function cellsOf(row: KeptRow): readonly string[] {
  return [
    ...[new Date(row.at).toISOString(), row.person, row.flowId, row.runId, row.nodeId],
    ...[row.provider, row.model, String(row.inputTokens ?? ''), String(row.outputTokens ?? '')],
    ...[usd(row.costMicroUsd), usd(row.countedMicroUsd), row.outcome, row.verdict ?? ''],
    ...[row.callId, row.grantId],
  ];
}

/** The row as its owner sees it. */
export function shownRow({ fullMicroUsd: _full, day: _day, ...row }: KeptRow): LedgerRow {
  return row;
}

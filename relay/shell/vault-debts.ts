import type { Settle } from '../core/vault/vault-request.ts';
import type { Timers } from '../providers/types.ts';
import type { MoneyRecord, MoneyStore } from '../storage/money-store.ts';

interface DebtPorts {
  readonly timers: Timers;
  readonly store: MoneyStore;
  ask(room: string, path: string, body: string): Promise<Response>;
  /** The vault has heard everything. */
  onPaid(): void;
}

/** What the vault has still to be told: kept until it has heard it, told again until it has. */
export interface Debts {
  /** From here on only this start of the call is spoken for: what an earlier one has to say counts no more. */
  begin(callId: string, attempt: string): void;
  /** @param end null = it was not sent: everything is given back. */
  owe(record: MoneyRecord, end: Settle['end']): void;
  readonly open: () => number;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

export function createDebts({ timers, store, ask, onPaid }: DebtPorts): Debts {
  const attempts = new Map<string, string>();
  let open = 0;
  const tell = async (record: MoneyRecord, settle: Settle): Promise<void> => {
    for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, LONGEST_RETRY_MS)) {
      const answer = await ask(record.room, '/settle', JSON.stringify(settle)).catch(() => null);
      if (answer !== null && answer.status < 500) break;
      await new Promise<void>((resolve) => timers.setTimeout(() => resolve(), delay));
    }
    open -= 1;
    if ((attempts.get(record.callId) ?? record.attempt) === record.attempt) {
      attempts.delete(record.callId);
      store.drop(record.callId);
    }
    if (open === 0) onPaid();
  };
  return Object.freeze({
    begin: (callId: string, attempt: string) => void attempts.set(callId, attempt),
    owe(record: MoneyRecord, end: Settle['end']) {
      const { runId, callId, attempt } = record;
      if ((attempts.get(callId) ?? attempt) !== attempt) return;
      const settle = { runId, callId, attempt, end };
      store.put({ ...record, settle });
      open += 1;
      void tell(record, settle);
    },
    open: () => open,
  });
}

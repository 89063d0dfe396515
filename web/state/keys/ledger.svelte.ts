import type { LedgerRow } from '#shared/protocol/vault-messages.ts';
import type { Result } from '#shared/result.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { Acts } from '../acts.svelte.ts';
import type { RingPort } from './ring-port.ts';

/** What the keys of a ring were used for, call by call, newest first; read page by page. */
export class Ledger {
  readonly #port: Pick<RingPort, 'ledger' | 'ledgerFile' | 'judge'>;
  readonly #isThere: () => boolean;
  readonly #acts = new Acts();
  #rows = $state.raw<readonly LedgerRow[]>([]);
  #next = $state.raw<number | null>(null);
  #state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  #error = $state.raw<WeftError | null>(null);

  constructor(port: Pick<RingPort, 'ledger' | 'ledgerFile' | 'judge'>, isThere: () => boolean) {
    this.#port = port;
    this.#isThere = isThere;
  }

  get rows(): readonly LedgerRow[] {
    return this.#rows;
  }
  get hasMore(): boolean {
    return this.#next !== null;
  }
  get state(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#state;
  }
  get error(): WeftError | null {
    return this.#error;
  }
  /** Why a word on a call could not be kept, by call. */
  problem = this.#acts.problem;
  isBusy = this.#acts.isBusy;

  /** From the newest on. */
  refresh = async (): Promise<void> => {
    if (!this.#isThere()) {
      this.#state = 'ready';
      return;
    }
    if (this.#state !== 'ready') this.#state = 'loading';
    await this.#read(null);
  };

  more = async (): Promise<void> => {
    if (this.#next !== null) await this.#read(this.#next);
  };

  file = (): Promise<Result<Uint8Array>> => this.#port.ledgerFile();

  /** What its owner says of a call of which the relay does not know whether it was billed. */
  judge = async (callId: string, verdict: 'billed' | 'not-billed'): Promise<void> => {
    const answer = await this.#acts.run(callId, () => this.#port.judge(callId, verdict));
    if (answer.ok) this.#rows = this.#rows.map((row) => (row.callId === callId ? answer.value : row));
  };

  async #read(before: number | null): Promise<void> {
    const answer = await this.#port.ledger(before);
    this.#error = answer.ok ? null : answer.error;
    if (!answer.ok) {
      if (this.#state !== 'ready') this.#state = 'failed';
      return;
    }
    this.#rows = before === null ? answer.value.rows : [...this.#rows, ...answer.value.rows];
    this.#next = answer.value.next;
    this.#state = 'ready';
  }
}

import type { Budget, ChangeGrant, KeyState, LedgerRow } from '#shared/protocol/vault-messages.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { CallFacts, GrantPlace, KeptKey, KeptRow, SealedKey } from './vault-record.ts';

/** The grant that a flow's purse gives for the relay's own keys. */
export const ENVIRONMENT_GRANT = 'environment';

/** A call asks for money. */
export interface Reserve extends CallFacts {
  readonly attempt: string;
  /** All that it may cost. */
  readonly microUsd: number;
  /** Its provider has it already: only its key is wanted again, and what it holds stays held. */
  readonly resumes: boolean;
  /** For a purse: what the flow may spend of the relay's own keys on a day; null = without limit. */
  readonly perDayMicroUsd?: number | null | undefined;
}

export type ReserveReply =
  | { readonly outcome: 'held'; readonly microUsd: number; readonly key: SealedKey | null }
  /**
   * Not now: to be asked again after so many milliseconds. With `ahead` it stands in the line of its provider, with so many
   * turns of others before it; without, it is too early.
   */
  | {
      readonly outcome: 'wait';
      readonly afterMs: number;
      readonly error: WeftError;
      readonly ahead?: number;
    }
  | { readonly outcome: 'refused'; readonly error: WeftError }
  /** The grant is not for this provider: it is no matter of the ring. */
  | { readonly outcome: 'elsewhere' };

/** A call tells how it ended; `end: null` = it was not sent and gives everything back. */
export interface Settle {
  readonly runId: string;
  readonly callId: string;
  readonly attempt: string;
  readonly end:
    | (Pick<LedgerRow, 'outcome' | 'costMicroUsd' | 'countedMicroUsd' | 'inputTokens' | 'outputTokens'> & {
        /** What its provider said of the key; null = nothing. */
        readonly key: Exclude<KeyState, 'unreadable'> | null;
      })
    | null;
}

/** Everything that a room of the vault is asked. Whoever asks was let in by the shell. */
export type VaultRequest =
  | {
      readonly type: 'ring.make';
      readonly ringId: string;
      readonly secretHash: string;
      readonly name: string;
    }
  | { readonly type: 'ring.read' }
  | { readonly type: 'ring.clear' }
  /** Whether the provider may be asked about a key now. */
  | { readonly type: 'key.mayCheck' }
  | { readonly type: 'key.put'; readonly key: KeptKey }
  | { readonly type: 'key.state'; readonly keyId: string; readonly state: KeptKey['state'] }
  | { readonly type: 'key.remove'; readonly keyId: string }
  | {
      readonly type: 'grant.make';
      readonly grantId: string;
      readonly flowId: string;
      readonly name: string;
      readonly providers: readonly string[];
      readonly budget: Budget;
      readonly endsAt: number | null;
    }
  | { readonly type: 'grant.change'; readonly grantId: string; readonly change: ChangeGrant }
  | { readonly type: 'grant.revoke'; readonly grantId: string }
  | { readonly type: 'verdict'; readonly row: KeptRow; readonly verdict: 'billed' | 'not-billed' }
  /** A grant as the editors of its flow see it. */
  | { readonly type: 'offer'; readonly grantId: string; readonly flowId: string }
  /** Whether a run of the flow may be started on it. */
  | { readonly type: 'use'; readonly grantId: string; readonly flowId: string }
  | { readonly type: 'reserve'; readonly reserve: Reserve }
  | { readonly type: 'settle'; readonly settle: Settle }
  /** A run has ended or is paused: it needs nothing now. */
  | { readonly type: 'rest'; readonly runId: string }
  | { readonly type: 'purse.note'; readonly flowId: string; readonly place: GrantPlace }
  | { readonly type: 'purse.read' }
  /** The list of all purses has this one. */
  | { readonly type: 'purse.listed' }
  | { readonly type: 'flows.note'; readonly flowId: string }
  | { readonly type: 'flows.read' }
  /** The oldest rows of the ledger, to be summed up. */
  | { readonly type: 'prune'; readonly rows: readonly KeptRow[] };

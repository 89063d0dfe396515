import type {
  ChangeGrant,
  FlowGrantsResponse,
  KeyGrant,
  LedgerRow,
  MakeGrant,
  MakeRing,
  PutKey,
  RingKey,
  RingResponse,
} from '#shared/protocol/vault-messages.ts';
import type { Result } from '#shared/result.ts';

/** The key ring at the relay, as web/adapters/ring-http.ts has it. */
export interface RingPort {
  readonly make: (ring: MakeRing) => Promise<Result<null>>;
  readonly read: () => Promise<Result<RingResponse>>;
  readonly putKey: (wish: PutKey) => Promise<Result<RingKey>>;
  readonly checkKey: (keyId: string) => Promise<Result<RingKey>>;
  readonly removeKey: (keyId: string) => Promise<Result<null>>;
  readonly makeGrant: (wish: MakeGrant) => Promise<Result<KeyGrant>>;
  readonly changeGrant: (grantId: string, change: ChangeGrant) => Promise<Result<KeyGrant>>;
  readonly revokeGrant: (grantId: string) => Promise<Result<null>>;
  /** Newest first; `before` = the number of a row, null = from the newest. */
  readonly ledger: (
    before: number | null,
  ) => Promise<Result<{ readonly rows: readonly LedgerRow[]; readonly next: number | null }>>;
  /** CSV of all of it. */
  readonly ledgerFile: () => Promise<Result<Uint8Array>>;
  readonly judge: (callId: string, verdict: 'billed' | 'not-billed') => Promise<Result<LedgerRow>>;
}

/** What of key rings a flow sees. */
export interface FlowKeysPort {
  readonly grants: () => Promise<Result<FlowGrantsResponse>>;
  /** A token of the flow by which this browser may edit it. */
  readonly flowToken: () => Promise<Result<string>>;
}

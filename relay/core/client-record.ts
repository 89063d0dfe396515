import type { WeftError } from '#shared/run/errors.ts';

/** What the room remembers of one client's commands, so that sending one twice does nothing twice. */
export interface ClientRecord {
  readonly clientId: string;
  /** Nobody else may speak under this id. */
  readonly personId: string;
  /** The last number considered; the next must be one higher. */
  readonly n: number;
  /** The entry that the last command made, if it made one. */
  readonly seq: number | null;
  /** The latest refusals by number, oldest first. */
  readonly refused: readonly (readonly [n: number, error: WeftError])[];
  /** Why its last append was refused: what it sent behind that one builds on facts that do not exist. */
  readonly appendRefusal?: WeftError | undefined;
}

/** Refusals kept per client. A client resends only what lies in its window, and refusals are rare. */
const REFUSALS_KEPT = 64;

export function newClient(clientId: string, personId: string): ClientRecord {
  return { clientId, personId, n: 0, seq: null, refused: [] };
}

/** The record after command `n` was considered. */
export function afterCommand(
  client: ClientRecord,
  n: number,
  answer: { readonly error?: WeftError | undefined; readonly seq?: number | undefined },
): ClientRecord {
  const refused =
    answer.error === undefined
      ? client.refused
      : [...client.refused, [n, answer.error] as const].slice(-REFUSALS_KEPT);
  const seq = n < client.n ? client.seq : (answer.seq ?? null);
  return { ...client, n: Math.max(n, client.n), seq, refused };
}

import { tokenResponseSchema } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Clock } from '../engine/ports.ts';
import type { JsonRequest } from './relay-request.ts';

export interface RelaySession {
  readonly token: string;
  readonly personId: string;
  readonly role: Role;
  /** Proves the same person next time; kept by the browser. */
  readonly person: string;
  /** Relay time, ms. */
  readonly now: number;
  /** When the link ends; null = when somebody revokes it. */
  readonly linkEndsAt?: number | null | undefined;
}

/** A link's secret against short-lived tokens: fetched when first needed, renewed before they end. */
export interface RelayTokens {
  readonly session: () => Promise<RelaySession>;
  /** The relay refused this token: get another one. */
  readonly forget: (refused: string) => void;
}

export interface RelayTokensOptions {
  readonly request: JsonRequest;
  readonly clock: Clock;
  readonly flowId: string;
  readonly secret: string;
  /** This browser made the flow: its room may not exist yet. */
  readonly mayCreate: boolean;
  readonly person: string | undefined;
}

/** A token with less than this left is renewed. */
const RENEW_BEFORE_MS = 2 * 60_000;

export function createRelayTokens(options: RelayTokensOptions): RelayTokens {
  const { request, clock, flowId, secret } = options;
  let person = options.person;
  let created = !options.mayCreate;
  let held: { readonly session: RelaySession; readonly at: number; readonly renewAt: number } | null = null;
  let asking: Promise<RelaySession> | null = null;

  async function ask(): Promise<RelaySession> {
    if (!created) await request('POST', '/api/flows', { flowId, ownerSecret: secret });
    created = true;
    const body = person === undefined ? { secret } : { secret, person };
    const path = `/api/flows/${encodeURIComponent(flowId)}/token`;
    const answer = tokenResponseSchema.parse(await request('POST', path, body));
    person = answer.person;
    const at = clock.now();
    held = { session: answer, at, renewAt: at + answer.expiresAt - answer.now - RENEW_BEFORE_MS };
    return answer;
  }

  return Object.freeze({
    async session() {
      const now = clock.now();
      // Relay time goes on while a token is held.
      if (held !== null && now < held.renewAt)
        return { ...held.session, now: held.session.now + Math.round(now - held.at) };
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget(refused: string) {
      // Another request may have brought a fresh one already.
      if (held?.session.token === refused) held = null;
    },
  });
}

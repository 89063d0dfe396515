import type { Role } from '#shared/protocol/roles.ts';

/** What a verified token says of whoever speaks. The core never sees tokens, only this. */
export interface Grant {
  readonly personId: string;
  readonly linkId: string;
  readonly flowId: string;
  /** Set for links of one run: the grant is worth nothing elsewhere. */
  readonly runId?: string | undefined;
  readonly role: Role;
  /** Relay time, ms; commands are taken until LIMITS.clockToleranceMs later. */
  readonly expiresAt: number;
}

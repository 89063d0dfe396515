import { LIMITS } from '#shared/protocol/limits.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { Grant } from '../../../relay/core/grant.ts';
import type { FlowTicket, Ticket } from '../../../relay/auth/tokens.ts';

/**
 * What relay/auth/tokens.ts does, without its cryptography (which settles outside of virtual time): a token is worth
 * something if it was made here, for this, and has not ended.
 */
export interface SimSigner {
  readonly signToken: (grant: Grant) => string;
  readonly readToken: (token: string, now: number) => Grant | null;
  readonly signTicket: (ticket: Ticket) => string;
  readonly readTicket: (ticket: string, now: number) => Ticket | null;
  readonly signFlowTicket: (ticket: FlowTicket) => string;
  readonly readFlowTicket: (ticket: string, now: number) => FlowTicket | null;
  readonly signPerson: (personId: string) => string;
  readonly readPerson: (proof: string) => string | null;
  /** Roles of all tokens that a person was ever given. */
  readonly rolesOf: (personId: string) => readonly Role[];
}

export function createSimSigner(): SimSigner {
  const signed = new Map<string, unknown>();
  const roles = new Map<string, Role[]>();
  const sign = (kind: string, claims: unknown): string => {
    const text = `${kind}.${signed.size + 1}.${'s'.repeat(40)}`;
    signed.set(text, claims);
    return text;
  };
  const read = (kind: string, text: string): unknown =>
    text.startsWith(kind) ? signed.get(text) : undefined;
  /** JWTs tell time in whole seconds. */
  const seconds = (ms: number): number => Math.floor(ms / 1_000) * 1_000;
  const hasEnded = (expiresAt: number, now: number): boolean => now >= expiresAt + LIMITS.clockToleranceMs;
  return Object.freeze({
    signToken(grant: Grant) {
      roles.set(grant.personId, [...(roles.get(grant.personId) ?? []), grant.role]);
      return sign('token', { ...grant, expiresAt: seconds(grant.expiresAt) });
    },
    rolesOf: (personId: string) => roles.get(personId) ?? [],
    readToken(token: string, now: number) {
      const grant = read('token', token) as Grant | undefined;
      return grant === undefined || hasEnded(grant.expiresAt, now) ? null : grant;
    },
    signTicket: (ticket: Ticket) => sign('ticket', { ...ticket, expiresAt: seconds(ticket.expiresAt) }),
    readTicket(text: string, now: number) {
      const ticket = read('ticket', text) as Ticket | undefined;
      return ticket === undefined || hasEnded(ticket.expiresAt, now) ? null : ticket;
    },
    signFlowTicket: (ticket: FlowTicket) =>
      sign('flow-ticket', { ...ticket, expiresAt: seconds(ticket.expiresAt) }),
    readFlowTicket(text: string, now: number) {
      const ticket = read('flow-ticket', text) as FlowTicket | undefined;
      return ticket === undefined || hasEnded(ticket.expiresAt, now) ? null : ticket;
    },
    signPerson: (personId: string) => sign('person', { personId }),
    readPerson: (proof: string) =>
      (read('person', proof) as { personId: string } | undefined)?.personId ?? null,
  });
}

import { LIMITS } from '#shared/protocol/limits.ts';
import { ROLES } from '#shared/protocol/roles.ts';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Grant } from '../core/grant.ts';

/**
 * Tokens, tickets and proofs of a person: JWTs signed with one key, told apart by their audience, so that none of them
 * opens another's door.
 */
const ISSUER = 'weft';
const AUDIENCES = {
  token: 'weft-relay',
  ticket: 'weft-ticket',
  flowTicket: 'weft-flow-ticket',
  person: 'weft-person',
  ring: 'weft-ring',
  operator: 'weft-operator',
} as const;
const ALGORITHM = 'HS256';
/**
 * How a token is written, and no other way: decoders forgive padding, blanks and the two bits that the last sign of a
 * signature has to spare, so that one token would go by many names.
 */
const WRITTEN = /^[\w-]+\.[\w-]+\.[\w-]{42}[AEIMQUYcgkosw048]$/;

export interface Ticket {
  readonly runId: string;
  readonly flowId: string;
  readonly ticketId: string;
  /** Relay time, ms. */
  readonly expiresAt: number;
}

/** Opens one socket to a flow's room. */
export type FlowTicket = Omit<Ticket, 'runId'>;

export interface TokenSigner {
  signToken(grant: Grant): Promise<string>;
  /** null = not signed here, not for this, or ended. */
  readToken(token: string, now: number): Promise<Grant | null>;
  signTicket(ticket: Ticket): Promise<string>;
  readTicket(ticket: string, now: number): Promise<Ticket | null>;
  signFlowTicket(ticket: FlowTicket): Promise<string>;
  readFlowTicket(ticket: string, now: number): Promise<FlowTicket | null>;
  /** A long-lived proof that somebody is the person of before. It grants nothing. */
  signPerson(personId: string): Promise<string>;
  readPerson(proof: string, now: number): Promise<string | null>;
  /** Says that somebody has the secret of a key ring. */
  signRing(ringId: string, expiresAt: number): Promise<string>;
  /** @returns the ring's id. */
  readRing(token: string, now: number): Promise<string | null>;
  /** Says that somebody runs the relay: only who can read its signing key can write this. */
  signOperator(expiresAt: number): Promise<string>;
  readOperator(token: string, now: number): Promise<boolean>;
}

const id = z.string().min(1).max(100);
const tokenClaims = z.object({
  sub: id,
  link: id,
  flow: id,
  run: id.optional(),
  role: z.enum(ROLES),
  exp: z.number(),
});
const ticketClaims = z.object({ run: id, flow: id, jti: id, exp: z.number() });
const flowTicketClaims = z.object({ flow: id, jti: id, exp: z.number() });
const personClaims = z.object({ sub: id });
const operatorClaims = z.object({ exp: z.number() });
const ringClaims = z.object({ sub: id, exp: z.number() });

const seconds = (ms: number): number => Math.floor(ms / 1_000);

/** @param secret WEFT_SIGNING_KEY; 32 random bytes as text. */
export function createTokenSigner(secret: string): TokenSigner {
  const key = new TextEncoder().encode(secret);
  const sign = (claims: Record<string, unknown>, audience: string, expiresAt: number | null) => {
    const jwt = new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setAudience(audience);
    return (expiresAt === null ? jwt : jwt.setExpirationTime(seconds(expiresAt))).sign(key);
  };
  const read = async <Claims>(
    token: string,
    { audience, schema, now }: { audience: string; schema: z.ZodType<Claims>; now: number },
  ): Promise<Claims | null> => {
    if (!WRITTEN.test(token)) return null;
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience,
        clockTolerance: seconds(LIMITS.clockToleranceMs),
        currentDate: new Date(now),
      });
      return schema.safeParse(payload).data ?? null;
    } catch {
      // Every reason for which a token is refused looks the same from outside.
      return null;
    }
  };
  return Object.freeze({
    signToken: ({ personId, linkId, flowId, runId, role, expiresAt }: Grant) =>
      sign(
        { sub: personId, link: linkId, flow: flowId, role, ...(runId === undefined ? {} : { run: runId }) },
        AUDIENCES.token,
        expiresAt,
      ),
    async readToken(token: string, now: number) {
      const claims = await read(token, { audience: AUDIENCES.token, schema: tokenClaims, now });
      if (claims === null) return null;
      const { sub, link, flow, run, role, exp } = claims;
      const grant = { personId: sub, linkId: link, flowId: flow, role, expiresAt: exp * 1_000 };
      return run === undefined ? grant : { ...grant, runId: run };
    },
    signTicket: ({ runId, flowId, ticketId, expiresAt }: Ticket) =>
      sign({ run: runId, flow: flowId, jti: ticketId }, AUDIENCES.ticket, expiresAt),
    async readTicket(ticket: string, now: number) {
      const claims = await read(ticket, { audience: AUDIENCES.ticket, schema: ticketClaims, now });
      if (claims === null) return null;
      const { run, flow, jti, exp } = claims;
      return { runId: run, flowId: flow, ticketId: jti, expiresAt: exp * 1_000 };
    },
    signFlowTicket: ({ flowId, ticketId, expiresAt }: FlowTicket) =>
      sign({ flow: flowId, jti: ticketId }, AUDIENCES.flowTicket, expiresAt),
    async readFlowTicket(ticket: string, now: number) {
      const claims = await read(ticket, { audience: AUDIENCES.flowTicket, schema: flowTicketClaims, now });
      return claims && { flowId: claims.flow, ticketId: claims.jti, expiresAt: claims.exp * 1_000 };
    },
    signPerson: (personId: string) => sign({ sub: personId }, AUDIENCES.person, null),
    async readPerson(proof: string, now: number) {
      const claims = await read(proof, { audience: AUDIENCES.person, schema: personClaims, now });
      return claims?.sub ?? null;
    },
    signRing: (ringId: string, expiresAt: number) => sign({ sub: ringId }, AUDIENCES.ring, expiresAt),
    async readRing(token: string, now: number) {
      const claims = await read(token, { audience: AUDIENCES.ring, schema: ringClaims, now });
      return claims?.sub ?? null;
    },
    signOperator: (expiresAt: number) => sign({}, AUDIENCES.operator, expiresAt),
    async readOperator(token: string, now: number) {
      return (await read(token, { audience: AUDIENCES.operator, schema: operatorClaims, now })) !== null;
    },
  });
}

import type { FlowGrant, KeyGrant, RingKey, RingResponse, Spent } from '#shared/protocol/vault-messages.ts';
import { weftError } from '#shared/run/errors.ts';
import { dayEnd, dayOf, judge, spentSince } from './budget.ts';
import { grantRefusal, sumsOf } from './may-pay.ts';
import { cutSlices } from './slices.ts';
import type { KeptGrant, KeptKey } from './vault-record.ts';
import { ENVIRONMENT_GRANT, type VaultRequest } from './vault-request.ts';
import { heldInAll } from './set-aside.ts';
import { keyFor, setGrant, setKey, stateOf, type VaultState, type VaultTurn } from './vault-state.ts';
import { gone } from './vault-words.ts';

/** What a request is answered with, as HTTP has it. */
export interface VaultReply {
  readonly status: number;
  readonly body: unknown;
}

const NOTHING: VaultReply = { status: 204, body: null };
const NOT_FOUND: VaultReply = { status: 404, body: { error: gone() } };
const full = (words: string): VaultReply => ({ status: 409, body: { error: weftError('room-full', words) } });

type Of<Type extends VaultRequest['type']> = Extract<VaultRequest, { type: Type }>;

/** The same id and secret is the same ring; with another secret the id is taken. */
export function makeRing(state: VaultState, turn: VaultTurn, wish: Of<'ring.make'>): VaultReply {
  const { record } = state;
  const body = { ringId: wish.ringId };
  if (record !== null) {
    const isSame = record.kind === 'ring' && record.secretHash === wish.secretHash;
    const taken = weftError('out-of-turn', 'This key ring exists already.');
    return isSame ? { status: 200, body } : { status: 409, body: { error: taken } };
  }
  const { ringId, name, secretHash } = wish;
  state.record = { kind: 'ring', ringId, name, secretHash, madeAt: turn.now, rows: 0 };
  turn.recordChanged = true;
  return { status: 201, body };
}

export function readRing(state: VaultState, now: number): VaultReply {
  const { record } = state;
  if (record?.kind !== 'ring') return NOT_FOUND;
  const { ringId, name, madeAt } = record;
  const grants = [...state.grants.values()].map((grant) => shownGrant(state, grant, ringId, now));
  const isOver = (grant: KeyGrant): number => (grant.revokedAt === null ? 0 : 1);
  const body: RingResponse = {
    ring: { ringId, name, madeAt },
    keys: [...state.keys.values()].map((key) => shownKey(state, key)),
    grants: grants.sort((one, other) => isOver(one) - isOver(other) || other.madeAt - one.madeAt),
    now,
  };
  return { status: 200, body };
}

/** All keys are removed, all grants revoked; the ledger stays. */
export function clearRing(state: VaultState, turn: VaultTurn): VaultReply {
  for (const keyId of [...state.keys.keys()]) removeKey(state, turn, keyId);
  for (const { grantId } of [...state.grants.values()]) revokeGrant(state, turn, grantId);
  return NOTHING;
}

/** In the place of the ring's key for that provider, if it has one. */
export function putKey(state: VaultState, turn: VaultTurn, key: KeptKey): VaultReply {
  const before = keyFor(state, key.sealed.provider);
  if (before === null && state.keys.size >= state.config.limits.keysPerRing)
    return full('This ring holds as many keys as a ring can. Remove one first.');
  if (before !== null) removeKey(state, turn, before.sealed.keyId);
  setKey(state, turn, key);
  return { status: 201, body: { key: shownKey(state, key) } };
}

export function setKeyState(state: VaultState, turn: VaultTurn, wish: Of<'key.state'>): VaultReply {
  const key = state.keys.get(wish.keyId);
  if (key === undefined) return NOT_FOUND;
  const next = { ...key, state: wish.state };
  setKey(state, turn, next);
  return { status: 200, body: { key: shownKey(state, next) } };
}

export function removeKey(state: VaultState, turn: VaultTurn, keyId: string): VaultReply {
  if (!state.keys.delete(keyId)) return NOT_FOUND;
  turn.keys.add(keyId);
  return NOTHING;
}

export function makeGrant(state: VaultState, turn: VaultTurn, wish: Of<'grant.make'>): VaultReply {
  if (state.record?.kind !== 'ring') return NOT_FOUND;
  const { ringId } = state.record;
  const known = state.grants.get(wish.grantId);
  if (known === undefined && state.grants.size >= state.config.limits.grantsPerRing)
    return full('This ring has as many grants as a ring can have.');
  const { type: _type, ...terms } = wish;
  const grant = known ?? { ...terms, madeAt: turn.now, revokedAt: null, totalMicroUsd: 0, days: {} };
  setGrant(state, turn, grant);
  return { status: 201, body: { grant: shownGrant(state, grant, ringId, turn.now) } };
}

export function changeGrant(state: VaultState, turn: VaultTurn, wish: Of<'grant.change'>): VaultReply {
  const grant = state.grants.get(wish.grantId);
  if (grant === undefined || state.record?.kind !== 'ring') return NOT_FOUND;
  if (grant.revokedAt !== null)
    return {
      status: 409,
      body: { error: weftError('grant-ended', 'This was revoked. Give the keys anew.') },
    };
  const { name, providers, budget, endsAt } = wish.change;
  const next: KeptGrant = {
    ...grant,
    ...(name === undefined ? {} : { name }),
    ...(providers === undefined ? {} : { providers }),
    ...(budget === undefined ? {} : { budget }),
    ...(endsAt === undefined ? {} : { endsAt }),
  };
  setGrant(state, turn, next);
  cutSlices(state, turn, next.grantId);
  return { status: 200, body: { grant: shownGrant(state, next, state.record.ringId, turn.now) } };
}

/** From the next call on nothing is paid with it [VA4]. */
export function revokeGrant(state: VaultState, turn: VaultTurn, grantId: string): VaultReply {
  const grant = state.grants.get(grantId);
  if (grant === undefined) return NOT_FOUND;
  if (grant.revokedAt === null) setGrant(state, turn, { ...grant, revokedAt: turn.now });
  cutSlices(state, turn, grantId);
  return NOTHING;
}

/** A grant as the editors of its flow see it; of another flow it is none. */
export function offer(state: VaultState, now: number, { grantId, flowId }: Of<'offer'>): VaultReply {
  const grant = state.grants.get(grantId);
  if (grant?.flowId !== flowId || state.record?.kind !== 'ring') return NOT_FOUND;
  const keys = grant.providers.flatMap((provider) => {
    const key = keyFor(state, provider);
    return key === null ? [] : [{ provider, state: stateOf(state, key) }];
  });
  const shown = shownGrant(state, grant, state.record.ringId, now);
  const body: FlowGrant = { grant: shown, state: grantState(state, grant, now), keys };
  return { status: 200, body };
}

/** Whether a run may be started on a grant: said before it, instead of with its first call. */
export function use(state: VaultState, now: number, { grantId, flowId }: Of<'use'>): VaultReply {
  const refusal = grantRefusal(state.grants.get(grantId) ?? null, flowId, now);
  return refusal === null ? NOTHING : { status: 403, body: { error: refusal } };
}

function grantState(state: VaultState, grant: KeptGrant, now: number): FlowGrant['state'] {
  if (grant.revokedAt !== null) return 'revoked';
  if (grant.endsAt !== null && now >= grant.endsAt) return 'ended';
  // A run that is yet to come has spent nothing.
  const next = judge(1, grant.budget, sumsOf(state, grant, '', now));
  return next.type === 'used' ? 'used-up' : 'usable';
}

/** What the flow has spent of the relay's own keys, and where its grants are kept. */
export function readPurse(state: VaultState, now: number): VaultReply {
  const grant = state.grants.get(ENVIRONMENT_GRANT);
  const none: Spent = { totalMicroUsd: 0, todayMicroUsd: 0, heldMicroUsd: 0 };
  const spent = grant === undefined ? none : spentOf(state, grant, now);
  return { status: 200, body: { spent, places: [...state.places.values()], dayEndsAt: dayEnd(now), now } };
}

/** Where a grant for this flow is kept; noted before it is made, so that none is there that nobody sees. */
export function notePlace(state: VaultState, turn: VaultTurn, wish: Of<'purse.note'>): VaultReply {
  const { flowId, place } = wish;
  if (state.record !== null && state.record.kind !== 'purse') return NOT_FOUND;
  if (!state.places.has(place.grantId) && state.places.size >= state.config.limits.grantsPerFlow)
    return full('This flow was given keys as often as a flow can be.');
  if (state.record === null) {
    state.record = { kind: 'purse', flowId, madeAt: turn.now, rows: 0 };
    turn.recordChanged = true;
  }
  state.places.set(place.grantId, place);
  turn.places.add(place.grantId);
  return NOTHING;
}

export function shownKey(state: VaultState, key: KeptKey): RingKey {
  const { sealed, name, lastFour, addedAt, lastUsedAt } = key;
  const { keyId, provider } = sealed;
  return { keyId, provider, name, lastFour, addedAt, lastUsedAt, state: stateOf(state, key) };
}

function shownGrant(state: VaultState, grant: KeptGrant, ringId: string, now: number): KeyGrant {
  const { grantId, flowId, name, providers, budget, endsAt, madeAt, revokedAt } = grant;
  const terms = {
    grantId,
    ringId,
    flowId,
    name,
    providers: [...providers],
    budget,
    endsAt,
    madeAt,
    revokedAt,
  };
  return { ...terms, spent: spentOf(state, grant, now) };
}

function spentOf(state: VaultState, grant: KeptGrant, now: number): Spent {
  return {
    totalMicroUsd: grant.totalMicroUsd,
    todayMicroUsd: spentSince(grant.days, dayOf(now)),
    heldMicroUsd: heldInAll(state, grant.grantId),
  };
}

import type { pollRequestSchema } from '#shared/protocol/requests.ts';
import type { CallRequest } from '#shared/run/call.ts';
import type { z } from 'zod';
import { createFilter } from './filter.ts';
import type { Grant } from './grant.ts';
import { handleCommand } from './handle-command.ts';
import { wantedBy } from './host-changes.ts';
import { isAllowed } from '../auth/decide.ts';
import { NO_LOOK, type PictureLook } from './named-pictures.ts';
import type { RoomState, Turn } from './room-state.ts';
import { createTokenBucket } from './token-bucket.ts';

export type PollRequest = z.infer<typeof pollRequestSchema>;

export interface PollInput {
  readonly requestId: string;
  readonly grant: Grant;
  readonly poll: PollRequest;
  readonly requests?: ReadonlyMap<string, CallRequest | null> | undefined;
  readonly pictures?: PictureLook | undefined;
}

/** Everything a socket does, in one request. The entries are added by the shell, which reads them from storage. */
export function poll(state: RoomState, turn: Turn, input: PollInput): void {
  const { grant } = input;
  const bucket = bucketOf(state, grant.personId);
  const requests = input.requests ?? new Map<string, null>();
  const { pictures = NO_LOOK } = input;
  for (const value of input.poll.commands)
    handleCommand(state, turn, { grant, connectionId: null, bucket, requests, pictures }, value);
}

/** The answer of a poll, made when the turn is settled. */
export function answerPoll(state: RoomState, turn: Turn, { requestId, grant, poll }: PollInput): void {
  const filter = createFilter(poll.filter);
  const offsets = new Map(Object.entries(poll.known ?? {}));
  const partials = state.streams.beyond(offsets, filter.passesDelta, Number.POSITIVE_INFINITY);
  const wanted = isAllowed(grant.role, 'run.host') ? wantedBy(state, grant.personId, turn.now) : null;
  const head = state.header?.head ?? 0;
  const body = { acks: turn.pollAcks, head, partials, now: turn.now, wanted };
  turn.effects.push({ type: 'respond', requestId, status: 200, body });
}

/** Pollers remembered; whoever is forgotten starts with a full bucket again. */
const POLLERS_KEPT = 1_000;

function bucketOf(state: RoomState, personId: string) {
  const { clientCommandsPerSecond, clientCommandBurst } = state.config.limits;
  const bucket =
    state.pollers.get(personId) ?? createTokenBucket(clientCommandsPerSecond, clientCommandBurst);
  state.pollers.delete(personId);
  state.pollers.set(personId, bucket);
  const [oldest] = state.pollers.keys();
  if (state.pollers.size > POLLERS_KEPT && oldest !== undefined) state.pollers.delete(oldest);
  return bucket;
}

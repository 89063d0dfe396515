import type { VaultReply } from './handle-ring.ts';
import type { VaultState, VaultTurn } from './vault-state.ts';
import { gone } from './vault-words.ts';

const DONE: VaultReply = { status: 204, body: null };
const NOT_FOUND: VaultReply = { status: 404, body: { error: gone() } };

/** In the list of all purses: one more, or one that it has. */
export function noteFlow(state: VaultState, turn: VaultTurn, flowId: string): VaultReply {
  if (state.record !== null && state.record.kind !== 'index') return NOT_FOUND;
  if (state.record === null) {
    state.record = { kind: 'index', madeAt: turn.now };
    turn.recordChanged = true;
  }
  if (!state.flows.has(flowId)) turn.flows.add(flowId);
  state.flows.add(flowId);
  return DONE;
}

/** In a purse: the list has it, nobody need tell it again. */
export function noteListed(state: VaultState, turn: VaultTurn): VaultReply {
  if (state.record?.kind !== 'purse') return NOT_FOUND;
  state.record = { ...state.record, listed: true };
  turn.recordChanged = true;
  return DONE;
}

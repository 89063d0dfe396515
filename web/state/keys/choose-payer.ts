import type { FlowGrant } from '#shared/protocol/vault-messages.ts';
import type { RunPayer } from '../../engine/api.ts';

/**
 * Which of a flow's grants pays for a run: one's own before somebody else's, then the one with more keys that work, then
 * the older. One that is used up comes last, not never: a run on it says what is spent, where a run on the demo would
 * say nothing. null = the relay's own keys, or the demo.
 */
export function chooseGrant(grants: readonly FlowGrant[], ownRingId: string | null): FlowGrant | null {
  const [first] = grants
    .filter(({ state }) => state === 'usable' || state === 'used-up')
    .filter((each) => workingKeys(each).length > 0)
    .sort(
      (one, other) =>
        Number(one.state === 'used-up') - Number(other.state === 'used-up') ||
        Number(other.grant.ringId === ownRingId) - Number(one.grant.ringId === ownRingId) ||
        workingKeys(other).length - workingKeys(one).length ||
        one.grant.madeAt - other.grant.madeAt,
    );
  return first ?? null;
}

/** The same as the engine is told it. */
export function payerOf(chosen: FlowGrant): RunPayer {
  const { ringId, grantId } = chosen.grant;
  return { ringId, grantId, providers: workingKeys(chosen) };
}

const workingKeys = ({ keys }: FlowGrant): readonly string[] =>
  keys.filter(({ state }) => state === 'works').map(({ provider }) => provider);

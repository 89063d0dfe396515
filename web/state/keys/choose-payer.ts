import type { FlowGrant } from '#shared/protocol/vault-messages.ts';
import type { RunPayer } from '../../engine/api.ts';

/**
 * Which of a flow's grants pays for a run: one's own before somebody else's, then the one with more keys that work, then
 * the older. One that is used up comes last, not never: a run on it says what is spent, where a run on the demo would
 * say nothing. null = the relay's own keys, or the demo.
 */
export function choosePayer(grants: readonly FlowGrant[], ownRingId: string | null): RunPayer | null {
  const candidates = grants
    .filter(({ state }) => state === 'usable' || state === 'used-up')
    .map((each) => ({ ...each, providers: workingKeys(each) }))
    .filter(({ providers }) => providers.length > 0)
    .sort(
      (one, other) =>
        Number(one.state === 'used-up') - Number(other.state === 'used-up') ||
        Number(other.grant.ringId === ownRingId) - Number(one.grant.ringId === ownRingId) ||
        other.providers.length - one.providers.length ||
        one.grant.madeAt - other.grant.madeAt,
    );
  const [first] = candidates;
  if (first === undefined) return null;
  const { ringId, grantId } = first.grant;
  return { ringId, grantId, providers: first.providers };
}

const workingKeys = ({ keys }: FlowGrant): readonly string[] =>
  keys.filter(({ state }) => state === 'works').map(({ provider }) => provider);

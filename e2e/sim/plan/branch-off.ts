import type { JsonObject } from '#shared/json.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import type { BranchWish } from '../../../web/engine/api.ts';
import type { RunRecord } from '../oracles/run-record.ts';
import type { SimTab } from '../tabs/sim-tab.ts';
import type { Act } from './acts.ts';
import type { Party } from './party.ts';

/** What somebody wants to be different where a branch leaves; the last three are wrong. */
export const BRANCHINGS = [
  'nothing',
  'guidance',
  'model',
  'settings',
  'output',
  'no-such-step',
  'no-such-model',
  'inside-of-a-repetition',
] as const;
export type Branching = (typeof BRANCHINGS)[number];

/** Runs of one party, branches counted. */
const MOST_RUNS = 5;

/** Somebody goes on from a run, live or over, and perhaps from a moment that is past. */
export function branchOff(party: Party, tab: SimTab, act: Extract<Act, { type: 'branch' }>): void {
  const { runs, laws, witness } = party;
  const known = runs.flatMap((runId) => laws.records.get(runId) ?? []);
  const record = known[known.length === 0 ? 0 : act.run % known.length];
  if (record === undefined || record.told < 1 || runs.length >= MOST_RUNS) return;
  const wish = wishOf(record, act);
  if (wish === null) return;
  const isWrong = ['no-such-step', 'no-such-model', 'inside-of-a-repetition'].includes(act.what);
  tab.act((engine) => {
    void engine.branch({ wish, demo: false }).then((outcome) => {
      const said = outcome.ok ? outcome.runId.slice(0, 4) : outcome.problems[0]?.error.message;
      witness.note(() => `  ${tab.name} leaves ${record.runId.slice(0, 4)} at ${wish.nodeId}: ${said}`);
      if (!outcome.ok) return;
      if (isWrong) witness.broken('RB2', `a branch began that has ${act.what}`);
      if (!runs.includes(outcome.runId)) runs.push(outcome.runId);
      laws.branched(outcome.runId, wish);
    });
  });
}

function wishOf(
  record: RunRecord,
  { node, back, what }: Extract<Act, { type: 'branch' }>,
): BranchWish | null {
  const { plan, runId, told, nodes } = record;
  const left = plan?.nodes[node % plan.nodes.length];
  if (left === undefined) return null;
  const seq = Math.max(1, told - Math.floor(told * back));
  const wish = { parent: runId, seq, number: null, nodeId: left.id };
  const inside = [...nodes.keys()].find((id) => id.includes('@'));
  switch (what) {
    case 'nothing':
      return wish;
    case 'guidance':
      return { ...wish, guidance: `Rather ${left.id}` };
    case 'model':
      return { ...wish, model: { provider: 'mistral', model: 'other' } };
    case 'settings':
      return { ...wish, config: changed(left) };
    case 'output':
      return { ...wish, output: { text: `By hand for ${left.id}` } };
    case 'no-such-step':
      return { ...wish, nodeId: 'nowhere' };
    case 'no-such-model':
      return left.model === null ? null : { ...wish, model: { provider: 'nobody', model: 'ok' } };
    case 'inside-of-a-repetition':
      return inside === undefined ? null : { ...wish, nodeId: inside };
    default:
      return what satisfies never;
  }
}

/** Fields that hold words, by type; a character is another person then. */
const WORDS: Readonly<Record<string, string>> = {
  initialPrompt: 'text',
  llm: 'prompt',
  storyTeller: 'idea',
  consistentCharacter: 'characterDescription',
  condition: 'value',
  agent: 'task',
};

function changed({ type }: PlanNode): JsonObject {
  const field = WORDS[type];
  return field === undefined ? {} : { [field]: 'a harbour by day' };
}

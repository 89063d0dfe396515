import type { BodyEdge, Plan, PlanBody, PlanNode } from '#shared/run/plan.ts';
import { SOME_HASH } from '#shared/run/testing.ts';
import type { NodeDefinition, NodeRunner } from '../../node-kit/types.ts';
import { testDefinition } from './test-nodes.ts';
import { testPlanNode } from './test-plan.ts';

/** Containers for tests: a list of lines comes in, or stands in the config as `items`. */
export const EACH: NodeDefinition = testDefinition('each', {
  kind: 'map',
  inside: () => ({
    outputs: [{ id: 'item', label: 'item', type: 'any' }],
    inputs: [{ id: 'result', label: 'result', type: 'any' }],
  }),
});

/** Joins results by `+`; what failed is `!`, what was left out `-`. */
export const each: NodeRunner = async ({ config, inputs, iterate }) => {
  const given = config['items'];
  const items = Array.isArray(given) ? given.map(String) : inputs.text.split('\n').filter(Boolean);
  const { parallel, stops } = config as { parallel?: number; stops?: boolean };
  const results = await iterate(
    items.map((text) => ({ item: [{ text }] })),
    { parallel, stops },
  );
  const words = results.map(({ outcome, outputs }) =>
    outcome === 'ok'
      ? (outputs['result'] ?? []).map(({ text }) => text).join(' ')
      : outcome === 'failed'
        ? '!'
        : '-',
  );
  return { text: words.join('+') };
};

/** Runs what is inside again with what it came to, `times` times. */
export const again: NodeRunner = async ({ config, inputs, iterate }) => {
  let text = inputs.text;
  for (let turn = 0; turn < Number(config['times']); turn += 1) {
    const [result] = await iterate([{ item: [{ text }] }], { values: { text } });
    text = result?.outputs['result']?.[0]?.text ?? 'nothing';
  }
  return { text };
};

export const eachNode = (id: string, more: Partial<PlanNode> = {}): PlanNode =>
  testPlanNode(id, { type: 'each', kind: 'map', body: SOME_HASH, ...more });

/** A body whose nodes follow one another: the item comes into the first, the last makes the result. */
export function chainBody(
  container: string,
  nodes: readonly PlanNode[],
  more: readonly BodyEdge[] = [],
): PlanBody {
  const ids = [container, ...nodes.map(({ id }) => id), container];
  const edges = ids.slice(1).map((target, at): BodyEdge => {
    const source = ids[at] ?? container;
    return {
      ...{ source, sourceHandle: source === container ? 'item' : 'text-out' },
      ...{ target, targetHandle: target === container ? 'result' : 'text-in' },
    };
  });
  return { container, nodes, edges: [...edges, ...more] };
}

export const withBodies = (plan: Plan, bodies: readonly PlanBody[]): Plan => ({ ...plan, bodies });

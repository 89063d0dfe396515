import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { Plan, PlanNode } from '#shared/run/plan.ts';
import { compileFlow, type CompileInput, type CompileResult } from '../../engine/core/compile.ts';
import { asksModel } from '../../engine/core/estimate-plan.ts';

/** What a run of the flow as it is would call and cost, as far as that is known. */
export interface Estimate {
  readonly lowMicroUsd: number;
  readonly highMicroUsd: number;
  /** Steps that would ask a model; `more` = some of them as often as there are items. */
  readonly calls: number;
  readonly more: boolean;
  /** True when the price of some call is not known. */
  readonly unknown: boolean;
  /** The models that would be asked and by how many steps, the most asked first. */
  readonly models: readonly { readonly label: string; readonly steps: number }[];
  /** What the cache spares; without calls nothing. */
  readonly saved: {
    readonly calls: number;
    readonly lowMicroUsd: number;
    readonly highMicroUsd: number;
    readonly unknown: boolean;
  };
  /** What must be mended before it can run: nothing else is known then. */
  readonly problems: number;
}

const NOTHING = { lowMicroUsd: 0, highMicroUsd: 0, calls: 0, unknown: false };

/**
 * What the compiled flow would do; where the cache spares a call it is compiled once more without the cache, for what that
 * call would cost. O(nodes + edges).
 */
export function estimateOf(input: CompileInput, compiled: CompileResult): Estimate {
  if (!compiled.ok)
    return { ...NOTHING, more: false, models: [], saved: NOTHING, problems: compiled.problems.length };
  const { plan } = compiled;
  const isSpared = (node: PlanNode) => node.policy === 'may-reuse' && input.usable.has(node.id);
  const asking = plan.nodes.filter((node, index) => asksModel(node) && !hasNobody(input, plan, index));
  const called = asking.filter((node) => !isSpared(node));
  const spared = new Set(plan.nodes.filter(isSpared).map(({ id }) => id));
  // The body of a container stands before those of the containers in it.
  const repeated = (plan.bodies ?? []).flatMap(({ container, nodes }) => {
    if (!spared.has(container)) return nodes.filter(asksModel);
    for (const { id } of nodes) spared.add(id);
    return [];
  });
  return {
    ...priceOf(plan),
    calls: called.length + repeated.length,
    more: repeated.length > 0,
    models: modelsOf([...called, ...repeated], input.providers),
    saved: savedBy(input, plan, asking.length - called.length),
    problems: 0,
  };
}

/** A step that asks only to write characters in, and has none. */
function hasNobody({ definitions }: CompileInput, { nodes, edges }: Plan, index: number): boolean {
  if (!definitions.get(nodes[index]?.type ?? '')?.asksForPersonas) return false;
  return !edges.some(({ target, targetHandle }) => target === index && isAdapterHandle(targetHandle));
}

const priceOf = ({ estimateMicroUsd: sum }: Plan) => ({
  lowMicroUsd: sum?.low ?? 0,
  highMicroUsd: sum?.high ?? 0,
  unknown: sum === null,
});

function savedBy(input: CompileInput, plan: Plan, calls: number): Estimate['saved'] {
  const whole = calls > 0 ? compileFlow({ ...input, usable: new Map() }) : null;
  if (!whole?.ok) return NOTHING;
  const [with_, without] = [priceOf(plan), priceOf(whole.plan)];
  return {
    calls,
    lowMicroUsd: Math.max(0, without.lowMicroUsd - with_.lowMicroUsd),
    highMicroUsd: Math.max(0, without.highMicroUsd - with_.highMicroUsd),
    unknown: with_.unknown || without.unknown,
  };
}

function modelsOf(nodes: readonly PlanNode[], providers: readonly ProviderDescription[]): Estimate['models'] {
  const steps = new Map<string, number>();
  for (const { model } of nodes) {
    if (model === null) continue;
    const models = providers.find(({ id }) => id === model.provider)?.models;
    const label = models?.find(({ id }) => id === model.model)?.label ?? model.model;
    steps.set(label, (steps.get(label) ?? 0) + 1);
  }
  return [...steps].map(([label, count]) => ({ label, steps: count })).sort((a, b) => b.steps - a.steps);
}

import type { NodeRegistry } from '../../web/engine/ports.ts';
import { simulate, type SimulationReport } from './simulate.ts';

/**
 * Leaves out one act of a failing party after another, as long as the same law breaks: what remains is what it takes.
 * @returns the places of the acts that do not matter.
 */
export async function shrink(
  found: Pick<SimulationReport, 'seed' | 'broken' | 'plan'>,
  registry: NodeRegistry,
): Promise<ReadonlySet<number>> {
  const without = new Set<number>();
  for (const index of found.plan.acts.keys()) {
    const tried = new Set([...without, index]);
    const report = await simulate(found.seed, { registry, without: tried });
    if (report.broken?.law === found.broken?.law) without.add(index);
  }
  return without;
}

import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';
import type { StartBranch } from './api.ts';
import { branchPlan } from './core/branch-plan.ts';
import type { CompileResult } from './core/compile.ts';
import { keepTrying } from './keep-trying.ts';
import type { Clock, NodeRegistry } from './ports.ts';
import { readRun } from './read-run.ts';

interface Ports {
  readonly http: Pick<RelayHttp, 'page' | 'getBlob' | 'httpHosts'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly registry: NodeRegistry;
  readonly providers: readonly ProviderDescription[];
}

/**
 * The plan of a branch from the log of the run that is left: neither this browser's cache nor the document as it is now
 * has a say. @throws WeftFailure when that run cannot be read
 */
export async function planBranch(
  { wish, demo }: StartBranch,
  { http, clock, registry, providers }: Ports,
): Promise<CompileResult> {
  const run = await keepTrying(clock, () => readRun(http, wish.parent, wish.seq));
  const left = run.plan?.plan.nodes.filter(({ id }) => id === wish.nodeId) ?? [];
  // The checks go by type; of a node they need no more.
  const nodes = left.map(({ id, type, version, config }) => ({
    id,
    type,
    version,
    config,
    position: { x: 0, y: 0 },
  }));
  const checks =
    wish.config === undefined
      ? undefined
      : await registry.lateChecks?.({ nodes }, { httpHosts: http.httpHosts() });
  return branchPlan({ wish, run, providers, demo, definitions: registry.definitions, checks });
}

import type { Fact, LogEntry } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';

/** A run of any length as it comes about: every node starts, calls a model that writes for a while, and completes. */

const TEXT =
  'Every night, when the noodle pots began to sing, Wren lit the lanterns on Saltwick Street. '.repeat(6);
const HASH = 'a'.repeat(64);
const AT_ONCE = 8;
/** Facts of one call of a node; a node makes as many calls as the length needs. */
const PER_CALL = 5;

export function longPlan(nodes: number): Plan {
  const perColumn = 25;
  return {
    planVersion: 1,
    flowId: 'flow',
    flowName: 'Long run',
    nodes: Array.from({ length: nodes }, (_, index) => ({
      id: `n${index}`,
      type: 'storyTeller',
      version: 1,
      kind: 'task' as const,
      label: `Step ${index + 1}`,
      config: { idea: 'Lanterns' },
      model: null,
      policy: 'must-run' as const,
      samples: true,
      disabled: false,
      override: null,
      feedKey: null,
      position: { x: Math.floor(index / perColumn) * 320, y: (index % perColumn) * 220 },
    })),
    edges: Array.from({ length: Math.max(0, nodes - perColumn) }, (_, index) => ({
      source: index,
      sourceHandle: 'text-out',
      target: index + perColumn,
      targetHandle: 'text-in',
    })),
    scope: { kind: 'all' },
    demo: true,
    concurrency: AT_ONCE,
    estimateMicroUsd: null,
  };
}

/** Every 20 ms a piece, for three seconds. */
const TIMING = Array.from({ length: 150 }, (_, index) => [
  Math.ceil(((index + 1) * TEXT.length) / 150),
  (index + 1) * 20,
]).flat();

/** Entries 1 to `length`, `nodes` steps, eight of them at work at any time, the last one the end of the run. */
export function longRun(nodes: number, length: number, runId: string): readonly LogEntry[] {
  const facts: { readonly fact: Fact; readonly at: number }[] = [];
  const calls = Math.ceil((length - 3 - 2 * nodes) / (PER_CALL - 1) / nodes);
  let at = 0;
  for (let first = 0; first < nodes; first += AT_ONCE) {
    const together = Array.from({ length: Math.min(AT_ONCE, nodes - first) }, (_, index) =>
      nodeFacts(`n${first + index}`, Math.max(1, calls)),
    );
    const longest = Math.max(...together.map((list) => list.length));
    for (let turn = 0; turn < longest; turn += 1) {
      for (const list of together) {
        const fact = list[turn];
        if (fact !== undefined) facts.push({ fact, at });
      }
      at += turn % (PER_CALL - 1) === 2 ? 3_000 : 20;
    }
  }
  const started: Fact = {
    type: 'execution.started',
    data: {
      plan: { kind: 'inline', plan: longPlan(nodes) },
      startedBy: { personId: 'p', name: 'Imani' },
      payer: { kind: 'demo' },
    },
  };
  const body = facts.slice(0, length - 3);
  const end: Fact[] = [
    { type: 'execution.completed', data: { outcome: 'ok', outputs: [] } },
    { type: 'execution.sealed', data: {} },
  ];
  return [{ fact: started, at: 0 }, ...body, ...end.map((fact) => ({ fact, at }))].map(
    ({ fact, at: ms }, index) => ({ ...fact, runId, seq: index + 1, at: 1_700_000_000_000 + ms, by: null }),
  );
}

function nodeFacts(nodeId: string, calls: number): readonly Fact[] {
  const list: Fact[] = [{ type: 'execution.node.status', data: { nodeId, status: 'running', round: 0 } }];
  for (let ordinal = 0; ordinal < calls; ordinal += 1) {
    const callId = `${nodeId}-${ordinal}`;
    list.push(
      {
        type: 'call.accepted',
        data: {
          ...{ callId, nodeId, round: 0, ordinal, try: 1, requestHash: HASH },
          ...{
            provider: 'demo',
            model: 'demo',
            task: 'story',
            request: { kind: 'blob', hash: HASH, bytes: 1 },
          },
        },
      },
      { type: 'call.sent', data: { callId, nodeId } },
      {
        type: 'call.ended',
        data: {
          ...{ callId, nodeId },
          end: {
            ...{ outcome: 'ok', retry: 'never', costMicroUsd: 120, durationMs: 3_000 },
            ...{ text: { kind: 'inline', text: TEXT }, timing: TIMING },
          },
        },
      },
      {
        type: 'cost.updated',
        data: { callId, nodeId, costMicroUsd: 120, totalMicroUsd: 120, unknownCalls: 0 },
      },
    );
  }
  list.push({
    type: 'execution.node.completed',
    data: {
      ...{ nodeId, round: 0, source: 'call', cacheKey: null, outputHash: HASH },
      output: { kind: 'call', callId: `${nodeId}-${calls - 1}` },
    },
  });
  return list;
}

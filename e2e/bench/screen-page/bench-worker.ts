import { expose } from 'comlink';
import type { Fact, LogEntry } from '../../../shared/run/events.ts';
import type { Plan } from '../../../shared/run/plan.ts';
import { createSystemClock } from '../../../web/adapters/system-clock.ts';
import type { EngineBatch } from '../../../web/engine/api.ts';
import { createBatcher } from '../../../web/engine/batcher.ts';
import { RUN_ID, TOKENS_PER_SECOND } from './streams.ts';

/** The worker's last step before the page, the batcher of the engine, fed as a run's socket feeds it. */

/** The relay sends the news of all streams in one frame per 50 ms. */
const FRAME_MS = 50;
const TOKENS_PER_FRAME = (TOKENS_PER_SECOND * FRAME_MS) / 1_000;
const WORDS = 'every night when the noodle pots began to sing Wren lit the lanterns '.split(' ');

const clock = createSystemClock();

export interface StreamWorker {
  readonly open: (
    plan: Plan,
    nodes: readonly string[],
    listener: (batch: EngineBatch) => void,
  ) => Promise<void>;
  readonly stream: (durationInMs: number) => Promise<void>;
}

let nodeIds: readonly string[] = [];
let send: ReturnType<typeof createBatcher> | null = null;
const lengths = new Map<string, number>();

function entriesOf(facts: readonly Fact[]): LogEntry[] {
  return facts.map(
    (fact, index) =>
      ({ runId: RUN_ID, seq: index + 1, at: Date.now(), by: null, epoch: 1, ...fact }) as LogEntry,
  );
}

/** A run in which all these nodes have a call on its way. */
function runOf(plan: Plan, nodes: readonly string[]): readonly Fact[] {
  const person = { personId: 'p', name: 'P' };
  return [
    {
      type: 'execution.started',
      data: { plan: { kind: 'inline', plan }, startedBy: person, payer: { kind: 'demo' } },
    },
    {
      type: 'execution.host.changed',
      data: { epoch: 1, host: { ...person, hostId: 'h' }, reason: 'started' },
    },
    ...nodes.flatMap((nodeId): Fact[] => {
      const call = { callId: callOf(nodeId), nodeId, round: 0, ordinal: 0, try: 1 };
      const what = { requestHash: 'h', provider: 'demo', model: 'demo', task: 'story' };
      const request = { kind: 'blob' as const, hash: '0'.repeat(64), bytes: 1 };
      return [
        { type: 'execution.node.status', data: { nodeId, round: 0, status: 'running' } },
        { type: 'call.accepted', data: { ...call, ...what, request } },
        { type: 'call.sent', data: { callId: call.callId, nodeId } },
      ];
    }),
  ];
}

const callOf = (nodeId: string) => `call-${nodeId}`;

function tokens(frame: number): string {
  return Array.from(
    { length: TOKENS_PER_FRAME },
    (_, index) => `${WORDS[(frame * TOKENS_PER_FRAME + index) % WORDS.length] ?? ''} `,
  ).join('');
}

const worker: StreamWorker = {
  async open(plan, nodes, listener) {
    nodeIds = nodes;
    send = createBatcher(clock, listener);
    send.entries(entriesOf(runOf(plan, nodes)));
  },
  stream: (durationInMs) =>
    new Promise((resolve) => {
      const startedAt = clock.now();
      let frame = 0;
      const step = () => {
        if (clock.now() - startedAt >= durationInMs) return resolve();
        const text = tokens(frame);
        frame += 1;
        const deltas = nodeIds.map((nodeId) => {
          const callId = callOf(nodeId);
          const offset = lengths.get(callId) ?? 0;
          lengths.set(callId, offset + text.length);
          return { callId, nodeId, channel: 'text' as const, offset, text };
        });
        send?.deltas(RUN_ID, deltas);
        clock.after(startedAt + frame * FRAME_MS - clock.now(), step);
      };
      step();
    }),
};

expose(worker);

import type { CommandBody } from '#shared/protocol/messages.ts';
import type { CallRequest } from '#shared/run/call.ts';
import type { HostFact, LogEntry } from '#shared/run/events.ts';
import type { Plan } from '#shared/run/plan.ts';
import type { RelayHttp } from '../../../web/adapters/relay-http.ts';

/** What a relay made of the script: answers in their order, and the log without ids and times. */
export interface Course {
  readonly answers: readonly string[];
  readonly log: readonly unknown[];
}

export interface ScriptWorld {
  readonly flowId: string;
  /** The owner, and somebody else with the same link. */
  readonly ann: RelayHttp;
  readonly ben: RelayHttp;
  readonly wait: (delayInMs: number) => Promise<void>;
}

/** One and the same trace for the simulation's relay and for the real one. */
export async function playScript({ flowId, ann, ben, wait }: ScriptWorld): Promise<Course> {
  const start = {
    requestId: 'the-script',
    plan: planOf(flowId),
    name: 'Ann',
    host: { hostId: 'h1', visible: true },
  };
  const runId = await ann.startRun(start);
  const answers: string[] = [];
  const numbers = new Map<RelayHttp, number>();
  const say = async (who: RelayHttp, body: CommandBody): Promise<void> => {
    const n = (numbers.get(who) ?? 0) + 1;
    numbers.set(who, n);
    answers.push(
      await sayUntilAnswered(who, runId, { clientId: who === ann ? 'ann-1' : 'ben-1', n, ...body }, wait),
    );
  };
  const append = (who: RelayHttp, epoch: number, ...facts: HostFact[]): Promise<void> =>
    say(who, { type: 'host.append', data: { epoch, afresh: true, facts } });
  await append(ann, 1, GRAPH, running('a'));
  await say(ann, callOf('a', 1, 1));
  await untilEnded(ann, runId, 1, wait);
  await append(ann, 1, completed('a'), running('b'));
  await say(ann, { type: 'execution.pause', data: {} });
  await append(ann, 1, running('c'));
  await say(ann, callOf('b', 2, 1));
  await say(ann, { type: 'execution.resume', data: {} });
  await say(ben, { type: 'host.claim', data: { hostId: 'h2', visible: true, name: 'Ben' } });
  await append(ben, 1, running('c'));
  await say(ann, { type: 'host.release', data: { hostId: 'h1', epoch: 1 } });
  await say(ben, { type: 'host.claim', data: { hostId: 'h2', visible: true, name: 'Ben' } });
  await append(ann, 1, running('c'));
  await say(ben, callOf('b', 2, 2));
  await untilEnded(ben, runId, 2, wait);
  await say(ben, callOf('c', 2, 2));
  await say(ben, { type: 'execution.node.skip', data: { nodeId: 'c' } });
  await append(ben, 2, failed('b'));
  await append(ben, 2, { type: 'execution.completed', data: { outcome: 'with-failures', outputs: ['a'] } });
  await append(ben, 2, running('c'));
  const { entries } = await ann.page(runId, 0);
  return { answers, log: entries.map(normalized) };
}

/** By polling, the answer to a claim comes with a later poll. */
async function sayUntilAnswered(
  who: RelayHttp,
  runId: string,
  command: CommandBody & { readonly clientId: string; readonly n: number },
  wait: ScriptWorld['wait'],
): Promise<string> {
  for (;;) {
    const { acks } = await who.poll(runId, {
      clientId: command.clientId,
      after: 0,
      known: {},
      commands: [command],
    });
    const [answer] = acks as {
      data: { ok: boolean; error?: { code: string }; lease?: { hostId: string | null } };
    }[];
    if (answer === undefined) {
      await wait(100);
      continue;
    }
    const { ok, error, lease } = answer.data;
    return `${command.type} ${ok ? 'ok' : error?.code}${lease ? ` lease ${lease.hostId}` : ''}`;
  }
}

async function untilEnded(
  who: RelayHttp,
  runId: string,
  calls: number,
  wait: ScriptWorld['wait'],
): Promise<void> {
  for (;;) {
    const { entries } = await who.page(runId, 0);
    if (entries.filter(({ type }) => type === 'call.ended').length >= calls) return;
    await wait(100);
  }
}

const MADE_ANEW = ['runId', 'at', 'by', 'personId', 'durationMs', 'timing', 'startedAt', 'endedAt', 'flowId'];

/** Without what no two runs share. */
function normalized(entry: LogEntry): unknown {
  return JSON.parse(
    JSON.stringify(entry, (key, value: unknown) => (MADE_ANEW.includes(key) ? undefined : value)),
  );
}

const GRAPH: HostFact = { type: 'dag.created', data: { nodes: 3, edges: 0, levelSizes: [3] } };
const running = (nodeId: string): HostFact => ({
  type: 'execution.node.status',
  data: { nodeId, status: 'running', round: 0 },
});
const completed = (nodeId: string): HostFact => ({
  type: 'execution.node.completed',
  data: {
    ...{ nodeId, round: 0, source: 'local', cacheKey: null, outputHash: 'a'.repeat(64) },
    output: { kind: 'inline', output: { text: 'done' } },
  },
});
const failed = (nodeId: string): HostFact => ({
  type: 'execution.node.failed',
  data: { nodeId, round: 0, error: { code: 'runner-threw', message: 'It stopped.', retryable: false } },
});

/** Calls that need no network: the demo's, and one to a provider without a key. */
function callOf(nodeId: string, number: number, epoch: number): CommandBody {
  const provider = number === 1 ? 'demo' : 'mistral';
  const text = `Say something about ${nodeId}.`;
  const request: CallRequest = {
    ...{ kind: 'text', provider, model: number === 1 ? 'demo' : 'm' },
    messages: [{ role: 'user', content: [{ type: 'text', text }] }],
    purpose: { task: 'free', details: {}, subject: text },
  };
  const callId = String(number).padStart(32, '0');
  return { type: 'call.start', data: { epoch, callId, nodeId, round: 0, ordinal: 0, try: 1, request } };
}

function planOf(flowId: string): Plan {
  const nodes = ['a', 'b', 'c'].map((id) => ({
    ...{ id, type: 'llm', version: 1, kind: 'task' as const, label: id, config: {}, model: null },
    ...{ policy: 'must-run' as const, samples: true, disabled: false, override: null, feedKey: null },
  }));
  return {
    ...{ planVersion: 1, flowId, flowName: 'Script', nodes, edges: [], scope: { kind: 'all' } },
    ...{ demo: false, concurrency: 8, estimateMicroUsd: null },
  };
}

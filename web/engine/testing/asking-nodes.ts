import type { CallRequest } from '#shared/run/call.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { NodeRunner } from '../../node-kit/types.ts';
import { answer, type FakeProvider } from './fake-provider.ts';
import { testDefinition, testRegistry } from './test-nodes.ts';

/** Nodes that ask a model twice, one question after the other, and what they ask: for tests of the host. */

export const model = {
  provider: 'demo',
  model: 'demo',
  temperature: 0.7,
  maxOutputTokens: 500,
  parameters: {},
};

const asks: NodeRunner = async ({ inputs, call }) => {
  const ask = (subject: string) =>
    call({
      messages: [{ role: 'user', content: [{ type: 'text', text: subject }] }],
      purpose: { task: 'free', details: {}, subject },
    });
  const first = await ask(`one of ${inputs.text}`);
  const second = await ask(`two of ${first.text}`);
  return { text: `${first.text} ${second.text}` };
};
export const registry = testRegistry([{ definition: testDefinition('echo'), run: asks }]);

export const subjectOf = (request: CallRequest) => request.purpose.subject;
/** Answers differ with what is asked, so that a mixed-up journal shows in the outputs. */
export const provider: FakeProvider = (request) => answer(`<${subjectOf(request).length}>`, 10);

/** Which nodes were begun, in which round, in the order of the log. */
export function startsOf(log: readonly LogEntry[]): string[] {
  return log.flatMap((entry) =>
    entry.type === 'execution.node.status' && entry.data.status === 'running'
      ? [`${entry.data.nodeId} ${entry.data.round}`]
      : [],
  );
}

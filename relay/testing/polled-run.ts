import { randomBytes } from 'node:crypto';
import type { LogEntry } from '#shared/run/events.ts';
import { callStart, planOf, requestOf } from '../core/testing.ts';
import { until, type ApiClient } from './api-client.ts';

/** A model that its description gives a price. */
export const PRICED_MODEL = 'gpt-4.1-mini';

/** Starts a run of the flow. @param payer left out = the relay's own keys. @param heard gets the body of the answer. */
export async function startPaid(
  flow: ApiClient,
  payer: object | undefined,
  heard: (text: string) => void = () => undefined,
) {
  const plan = { ...planOf(['a', 'b']), flowId: flow.flowId };
  const host = { hostId: 'h1', visible: true };
  const requestId = randomBytes(8).toString('hex');
  const start = { requestId, plan, name: 'Ann', host, ...(payer && { payer }) };
  const answer = await flow.request('POST', '/api/runs', start);
  const text = await answer.text();
  heard(text);
  return { status: answer.status, body: JSON.parse(text) as { runId: string; error?: { code: string } } };
}

/** A run whose commands go by polling. @param heard gets the body of every answer. */
export function openPolledRun(
  flow: ApiClient,
  runId: string,
  heard: (text: string) => void = () => undefined,
) {
  let n = 0;
  const log = async (commands: readonly object[] = []): Promise<readonly LogEntry[]> => {
    const sent = commands.map((command) => ({ clientId: 'poll', n: (n += 1), ...command }));
    const answer = await flow.poll(runId, { after: 0, commands: sent });
    heard(JSON.stringify(answer));
    return answer.entries as readonly LogEntry[];
  };
  const request = { ...requestOf('Say hello', 'openai'), model: PRICED_MODEL };
  return {
    call: (number: number, more: object = {}) =>
      log([callStart(number, { request: { ...request, ...more } as never })]),
    resume: () => log([{ type: 'execution.resume', data: {} }]),
    until: (fits: (entries: readonly LogEntry[]) => boolean) => until(() => log(), fits),
  };
}

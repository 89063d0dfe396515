import type { FlowDocument } from '../../../shared/graph/document.ts';
import { createEngineClient } from '../../../web/engine/client.ts';

/** A tab with nothing but the engine: runs a flow through the relay that serves it. */

const randomText = (bytes: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/**
 * Milliseconds from the wish to run the flow until this page knows that the run has completed.
 * @param json a flow document
 */
async function runFlow(json: string): Promise<number> {
  const document = JSON.parse(json) as FlowDocument;
  const flow = { flowId: randomText(16), secret: randomText(16), mayCreate: true, personName: 'Bench' };
  const engine = createEngineClient(flow);
  const connected = await engine.api.connect();
  if (!connected.ok) throw new Error(connected.error.message);
  await engine.api.providers();
  const completed = new Promise<void>((resolve, reject) => {
    engine.onBatch(({ entries }) => {
      for (const entry of entries) {
        if (entry.type === 'execution.node.failed') reject(new Error(entry.data.error.message));
        if (entry.type === 'execution.completed') resolve();
      }
    });
  });
  const startedAt = performance.now();
  const outcome = await engine.api.start({ document, scope: { kind: 'all' }, demo: true, useCache: false });
  if (!outcome.ok) throw new Error(outcome.problems[0]?.error.message ?? 'refused');
  await completed;
  const ms = performance.now() - startedAt;
  engine.close();
  return ms;
}

const levers = { runFlow };

declare global {
  interface Window {
    tab: typeof levers;
  }
}
window.tab = levers;

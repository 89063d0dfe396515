import '../../../web/ui/styles/app.css';
import { proxy, wrap } from 'comlink';
import { mount } from 'svelte';
import { browserClock } from '../../../web/adapters/browser-clock.ts';
import { createFlowDoc } from '../../../web/collab/document.ts';
import type { EngineBatch } from '../../../web/engine/api.ts';
import { nodeDefinitions } from '../../../web/engine/node-definitions.ts';
import { createFlowEditor } from '../../../web/state/flow-editor.ts';
import { RunView } from '../../../web/state/run-view.svelte.ts';
import { RunClock } from '../../../web/state/run/run-clock.svelte.ts';
import Canvas from '../../../web/ui/canvas/Canvas.svelte';
import { CanvasModel } from '../../../web/ui/canvas/canvas-model.svelte.ts';
import { FakeRun, fakeSession } from '../canvas/fake-run.svelte.ts';
import { gridFlow } from '../canvas/flows.ts';
import type { StreamWorker } from './bench-worker.ts';
import { planOf } from './plan-of.ts';
import { NODES, RUN_ID, streamingNodes } from './streams.ts';

/** The real canvas over a real RunView, which a worker feeds through comlink as the engine's worker does. */

const flow = gridFlow(NODES);
const doc = createFlowDoc(flow.id);
doc.load(flow);
const definitions = nodeDefinitions();
const editor = createFlowEditor({ doc, definitions });
const run = new RunView(RUN_ID, new RunClock(browserClock));
const canvas = new CanvasModel(
  { ...fakeSession(editor, new FakeRun()), run },
  {
    inspect: () => undefined,
    openKeys: () => undefined,
    complain: () => undefined,
  },
);
canvas.view.viewport = { x: 8, y: 8, zoom: Number(new URLSearchParams(location.search).get('zoom') ?? 0.55) };
mount(Canvas, { target: document.getElementById('app') ?? document.body, props: { canvas, minimap: false } });

let messages = 0;
let batches = 0;
const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' });
worker.addEventListener('message', () => (messages += 1));
const remote = wrap<StreamWorker>(worker);

function open(): Promise<void> {
  const rows = flow.nodes.filter(({ position }) => position.x === flow.nodes[0]?.position.x).length;
  const nodes = streamingNodes(
    flow.nodes.map(({ id }) => id),
    rows,
  );
  const listener = (batch: EngineBatch) => {
    batches += 1;
    run.feed(batch.entries, batch.deltas.find(({ runId }) => runId === RUN_ID)?.deltas ?? []);
  };
  return remote.open(planOf(flow), nodes, proxy(listener));
}

export interface Counted {
  readonly frames: number;
  readonly messages: number;
  readonly batches: number;
  /** The longest time between two frames, ms. */
  readonly longestMs: number;
  readonly seconds: number;
}

/** Counts frames, and messages of the worker, while it streams or stands still. */
async function count(durationInMs: number, isStreaming: boolean): Promise<Counted> {
  const before = { messages, batches };
  if (isStreaming) void remote.stream(durationInMs);
  const startedAt = performance.now();
  let frames = 0;
  let longestMs = 0;
  let last = startedAt;
  await new Promise<void>((resolve) => {
    const step = () => {
      const now = performance.now();
      longestMs = Math.max(longestMs, now - last);
      last = now;
      if (now - startedAt >= durationInMs) return resolve();
      frames += 1;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    frames,
    messages: messages - before.messages,
    batches: batches - before.batches,
    longestMs,
    seconds,
  };
}

const levers = { open, count };

declare global {
  interface Window {
    screenBench: typeof levers;
  }
}
window.screenBench = levers;

import '../../../web/ui/styles/app.css';
import { flushSync, mount } from 'svelte';
import type { FlowDocument } from '#shared/graph/document.ts';
import { createFlowDoc } from '../../../web/collab/document.ts';
import { createDefinitionMap, type NodeModule } from '../../../web/node-kit/definition-map.ts';
import { createFlowEditor } from '../../../web/state/flow-editor.ts';
import Canvas from '../../../web/ui/canvas/Canvas.svelte';
import { CanvasModel } from '../../../web/ui/canvas/canvas-model.svelte.ts';
import type { NodeDisplayStatus } from '../../../web/ui/status/node-status.ts';
import BareFlow from './BareFlow.svelte';
import type { BareHandle } from './bare-handle.ts';
import { FakeRun, fakeSession } from './fake-run.svelte.ts';
import { gridFlow, storyFlow } from './flows.ts';

/** Opens Weft's canvas or a bare Svelte Flow page over the same flow, and gives the bench its levers. */

const modules = import.meta.glob<NodeModule>('../../../web/nodes/*/node.ts', { eager: true });
const query = new URLSearchParams(location.search);
const count = Number(query.get('nodes') ?? 0);
const theme = query.get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;
const target = document.getElementById('app') ?? document.body;
const flow: FlowDocument = count > 0 ? gridFlow(count) : storyFlow();

const run = new FakeRun();
flow.nodes.forEach((node) => run.node(node.id));
const bare: BareHandle = {};
let canvas: CanvasModel | null = null;

function openWeft(): void {
  const doc = createFlowDoc(flow.id);
  doc.load(flow);
  const editor = createFlowEditor({ doc, definitions: createDefinitionMap(modules) });
  const opened = performance.now();
  canvas = new CanvasModel(fakeSession(editor, run), {
    inspect: () => undefined,
    openKeys: () => undefined,
    complain: () => undefined,
  });
  mount(Canvas, { target, props: { canvas, minimap: query.get('minimap') !== 'no' } });
  report(opened);
}

function openBare(): void {
  const opened = performance.now();
  mount(BareFlow, { target, props: { document: flow, handle: bare } });
  report(opened);
}

/** Time from the call until the frame after the one that shows the nodes. */
function report(opened: number): void {
  const wait = () => {
    if (document.querySelector('.svelte-flow__node') === null) requestAnimationFrame(wait);
    else requestAnimationFrame(() => setTimeout(() => (levers.openedInMs = performance.now() - opened)));
  };
  requestAnimationFrame(wait);
}

const WORDS =
  'every night when the noodle pots began to sing Wren lit the lanterns on Saltwick Street '.split(' ');

function wheel(act: 'pan' | 'zoom', direction: number): WheelEvent {
  const common = { bubbles: true, cancelable: true, clientX: 600, clientY: 400, view: window };
  return act === 'pan'
    ? new WheelEvent('wheel', { ...common, deltaX: 24, deltaY: 12 * direction })
    : new WheelEvent('wheel', { ...common, deltaY: 6 * direction, ctrlKey: true });
}

const painted = () =>
  new Promise<void>((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
  });

const levers = {
  openedInMs: 0,
  run,
  get canvas() {
    return canvas;
  },
  /** The same view on both pages: the flow's first nodes at the top left. Resolves when it is painted. */
  async look(zoom: number): Promise<void> {
    const view = { x: 40, y: 40, zoom };
    if (bare.look) bare.look(view);
    else canvas?.view.mover?.go(view, 0);
    await painted();
  },
  setAll(status: NodeDisplayStatus): number {
    const start = performance.now();
    if (bare.setStatus) flushSync(() => bare.setStatus?.(status));
    else flushSync(() => flow.nodes.forEach((node) => run.set(node.id, { status })));
    return performance.now() - start;
  },
  setAllAndPaint(status: NodeDisplayStatus): Promise<void> {
    levers.setAll(status);
    return painted();
  },
  /** Pans or zooms once a frame; resolves with the ms that took. */
  drive(frames: number, act: 'pan' | 'zoom' | 'nothing'): Promise<number> {
    const pane = document.querySelector('.svelte-flow__pane');
    return new Promise((resolve) => {
      const start = performance.now();
      let frame = 0;
      const step = () => {
        if (frame === frames) return resolve(performance.now() - start);
        const direction = Math.floor(frame / 30) % 2 === 0 ? 1 : -1;
        if (act !== 'nothing') pane?.dispatchEvent(wheel(act, direction));
        frame += 1;
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
    });
  },
  /** Gives `nodes` nodes of the view two words a frame until stopped. */
  stream(nodes: number): () => void {
    const ids = [...document.querySelectorAll<HTMLElement>('.svelte-flow__node')]
      .map((element) => element.dataset['id'] ?? '')
      .slice(0, nodes);
    const all = [...ids, ...flow.nodes.map((node) => node.id).filter((id) => !ids.includes(id))].slice(
      0,
      nodes,
    );
    for (const id of all) run.set(id, { status: 'streaming' });
    let frame = 0;
    let live = true;
    const step = () => {
      if (!live) return;
      frame += 1;
      for (const id of all)
        run.node(id).text +=
          `${WORDS[frame % WORDS.length] ?? ''} ${WORDS[(frame * 7) % WORDS.length] ?? ''} `;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    return () => {
      live = false;
    };
  },
};

declare global {
  interface Window {
    levers: typeof levers;
  }
}
window.levers = levers;
if (query.get('page') === 'bare') openBare();
else openWeft();

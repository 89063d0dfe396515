import '../../../web/ui/styles/app.css';
import { flushSync, mount } from 'svelte';
import { animationFrames } from '../../../web/adapters/animation-frames.ts';
import { browserClock } from '../../../web/adapters/browser-clock.ts';
import { nodeDefinitions } from '../../../web/engine/node-definitions.ts';
import { RunPage } from '../../../web/state/replay/run-page.svelte.ts';
import { RunView } from '../../../web/state/run-view.svelte.ts';
import { RunClock } from '../../../web/state/run/run-clock.svelte.ts';
import { longRun } from './long-run.ts';
import ReplayHost from './ReplayHost.svelte';

/** The page of a long run without a relay, and its state alone: how long a seek takes. */

const missing = async () =>
  ({ ok: false, error: { code: 'not-found', message: '', retryable: false } }) as const;

/** Ms of seeks to places of the whole, 0 to 1: moving the state, with the signals of all nodes alive. */
function seekState(nodes: number, length: number, places: readonly number[]): readonly number[] {
  const view = new RunView('state', new RunClock(browserClock));
  view.feed(longRun(nodes, length, 'state'), []);
  const all = Array.from({ length: nodes }, (_, index) => view.node(`n${index}`));
  const whole = view.wholeMs;
  return places.map((place) => {
    const from = performance.now();
    view.seekMs(place * whole);
    for (const node of all) void node.status;
    return performance.now() - from;
  });
}

let page: RunPage | null = null;

/** Shows the whole page; ms from its entries to the page standing. */
function open(nodes: number, length: number): number {
  const entries = longRun(nodes, length, 'page');
  const from = performance.now();
  page = new RunPage({
    ...{ runId: 'page', origin: { kind: 'file' }, at: null, nodeId: null },
    clock: browserClock,
    player: { frames: animationFrames, isMotionReduced: () => false },
    definitions: nodeDefinitions(),
    ...{ loadOutput: missing, loadText: missing },
    keep: {
      weigh: async () => ({ textBytes: 0, pictures: 0, fitting: 0, pictureBytes: 0 }),
      text: async () => '',
    },
    createFlow: async () => '',
  });
  page.feed(entries, []);
  page.setState({ kind: 'ready' });
  mount(ReplayHost, { target: document.getElementById('app') ?? document.body, props: { page } });
  flushSync();
  return performance.now() - from;
}

/** Ms of seeks with everything on the page brought up to date. */
async function seekPage(places: readonly number[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const place of places) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const from = performance.now();
    page?.view.seekMs(place * page.view.wholeMs);
    flushSync();
    times.push(performance.now() - from);
  }
  return times;
}

const levers = { seekState, open, seekPage };

declare global {
  interface Window {
    replayBench: typeof levers;
  }
}
window.replayBench = levers;

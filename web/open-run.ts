import { weftError, type WeftError } from '#shared/run/errors.ts';
import { nodeState } from '#shared/run/select.ts';
import { animationFrames } from './adapters/animation-frames.ts';
import { browserClock } from './adapters/browser-clock.ts';
import { browserStorage, createLocalStore } from './adapters/local-store.ts';
import { createRunFileStore } from './adapters/run-file-store.ts';
import { createEngineClient } from './engine/client.ts';
import { nodeDefinitions } from './engine/node-definitions.ts';
import type { AppState } from './state/app-state.ts';
import { keptInFile, outputInFile, pictureInFile, textInFile } from './state/replay/file-parts.ts';
import { followRun } from './state/replay/follow-run.ts';
import { readRunFile } from './state/replay/run-file.ts';
import { RunPage, type RunPageOptions } from './state/replay/run-page.svelte.ts';
import type { Route } from './state/router.svelte.ts';

/**
 * The third composition, of a page that shows one run: a chunk of its own. It has neither CRDT nor editor, and its engine
 * only watches. Only main.ts imports it, lazily.
 */

export interface OpenRun {
  readonly page: RunPage;
  readonly close: () => void;
}

export type RunRoute = Extract<Route, { screen: 'run' | 'run-file' }>;

const files = createRunFileStore();

/** @param worker the engine's, already on its way; null for a file, which needs none. */
export function openRun(app: AppState, route: RunRoute, worker: Worker | null): Promise<OpenRun> {
  return route.screen === 'run' ? openLink(app, route, worker) : openFile(app, route);
}

/** Keeps a run from a file in this browser; its address. Refused with the reason and the line when it is none. */
export async function keepRunFile(
  text: string,
): Promise<{ readonly ok: true; readonly href: string } | { readonly ok: false; readonly error: WeftError }> {
  const read = readRunFile(text);
  if (!read.ok) return read;
  await files.put(read.file.runId, text, browserClock.now());
  return { ok: true, href: `/r/local/${read.file.runId}` };
}

function common(app: AppState, route: RunRoute) {
  return {
    runId: route.runId,
    at: route.at,
    nodeId: route.nodeId,
    clock: browserClock,
    definitions: nodeDefinitions(),
    createFlow: app.flows.createFrom,
    player: {
      frames: animationFrames,
      isMotionReduced: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    },
  } satisfies Partial<RunPageOptions>;
}

async function openLink(
  app: AppState,
  route: Extract<Route, { screen: 'run' }>,
  worker: Worker | null,
): Promise<OpenRun> {
  const { runId, flowId, secret } = route;
  const engine = createEngineClient({
    ...{ flowId, secret, mayCreate: false },
    personName: app.session.person.name,
    worker: worker ?? undefined,
  });
  const page = new RunPage({
    ...common(app, route),
    origin: { kind: 'link', flowId, secret },
    loadOutput: (nodeId) => engine.api.output(runId, nodeId),
    loadText: (hash) => engine.api.blobText(runId, hash),
    loadPicture: (hash) => engine.api.picture(runId, hash),
    steer: (wish) => engine.api.wish(runId, wish),
    answer: (approvalId, answer) =>
      engine.api.wish(runId, {
        ...{ type: 'answer', approvalId, personName: app.session.person.name },
        ...answer,
      }),
    remove: async () => {
      const { removeRun } = await import('./open-ownership.ts');
      return removeRun(app, createLocalStore(browserStorage()), { flowId, runId });
    },
    keep: {
      weigh: () => engine.api.weighRun(runId),
      text: (options) => engine.api.exportRun(runId, options),
    },
  });
  const close = followRun({ page, engine, clock: browserClock, session: app.session });
  return Object.freeze({ page, close });
}

async function openFile(app: AppState, route: Extract<Route, { screen: 'run-file' }>): Promise<OpenRun> {
  const text = await files.get(route.runId);
  const read = text === null ? null : readRunFile(text);
  const file = read?.ok ? read.file : null;
  const page: RunPage = new RunPage({
    ...common(app, route),
    origin: { kind: 'file' },
    loadOutput: async (nodeId) => outputInFile(file, page.view.newest && nodeState(page.view.newest, nodeId)),
    loadText: async (hash) => textInFile(file, hash),
    loadPicture: async (hash) => pictureInFile(file, hash),
    keep: keptInFile(file, text ?? ''),
  });
  if (file === null)
    page.setState({ kind: 'refused', error: read !== null && !read.ok ? read.error : NOT_HERE });
  else {
    for (const [hash, long] of file.texts) page.addText(hash, long);
    page.feed(file.entries, []);
    page.setState({ kind: 'ready' });
  }
  return Object.freeze({ page, close: page.close });
}

const NOT_HERE = weftError(
  'not-found',
  'This run was opened from a file in another browser, or so long ago that it is gone. Open the file again.',
);

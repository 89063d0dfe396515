import { evaluate } from './evaluate.ts';
import { loadQuickjs } from './load-quickjs.ts';
import type { SandboxAnswer, SandboxQuestion } from './messages.ts';
import { shutIn } from './shut-in.ts';

/** The worker of people's code: an interpreter in a thread that can be ended, without a way out of it. */

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<SandboxQuestion>) => void) | null;
  postMessage: (answer: SandboxAnswer) => void;
};

const now = () => performance.now();

try {
  const quickjs = await loadQuickjs();
  shutIn(globalThis);
  scope.onmessage = ({ data: { id, wish } }) =>
    scope.postMessage({ type: 'done', id, ...evaluate(quickjs, wish, { now }) });
  scope.postMessage({ type: 'ready' });
} catch {
  // The interpreter could not be fetched: whoever started this worker says so.
  scope.postMessage({ type: 'not-loaded' });
}

/** What is read of an event of a trace (Trace Event Format): durations are in µs. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  /** Of the thread's own processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

export interface LongestTask {
  /** By the clock: on a full machine it holds the waiting for a processor too. */
  readonly clockMs: number;
  /** The thread's own processor time. */
  readonly threadMs: number;
}

/**
 * The longest task on the main thread of the page's process.
 * @param trace JSON of Chromium, with the categories toplevel and disabled-by-default-devtools.timeline
 * @throws when the trace holds no task of it
 */
export function longestTask(trace: string, url: string): LongestTask {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const isMain = ({ name, args }: TraceEvent) => name === 'thread_name' && args?.name === 'CrRendererMain';
  const mains = traceEvents.filter(isMain);
  const own = new Set(
    traceEvents.filter(({ args }) => args?.data?.url?.startsWith(url)).map(({ pid }) => pid),
  );
  const threads = mains.filter(({ pid }) => own.size === 0 || own.has(pid));
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' &&
      /RunTask$/.test(name) &&
      threads.some((thread) => thread.pid === pid && thread.tid === tid),
  );
  if (tasks.length === 0) throw new Error('the trace holds no task of the page');
  return {
    clockMs: Math.max(...tasks.map(({ dur = 0 }) => dur / 1_000)),
    threadMs: Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1_000)),
  };
}

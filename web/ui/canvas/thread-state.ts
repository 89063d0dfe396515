import type { NodeDisplayStatus } from '../status/node-status.ts';

/** How a thread is drawn: at rest, waiting, moving, done, or cut. */
export type ThreadState = 'wired' | 'queued' | 'live' | 'done' | 'broken';

const DELIVERED: ReadonlySet<NodeDisplayStatus> = new Set(['done', 'cached', 'stale']);
const CUT: ReadonlySet<NodeDisplayStatus> = new Set(['failed', 'skipped', 'stopped']);

/** From the states of both ends: stitches move while the node they lead into is at work. */
export function threadState(source: NodeDisplayStatus, target: NodeDisplayStatus): ThreadState {
  if (source === 'idle' || target === 'idle') return 'wired';
  if (CUT.has(source)) return 'broken';
  switch (target) {
    case 'running':
    case 'streaming':
      return 'live';
    case 'queued':
    case 'waiting':
    case 'paused':
    case 'retrying':
    case 'unbilled':
      return 'queued';
    case 'skipped':
      return 'broken';
    case 'done':
    case 'cached':
    case 'failed':
    case 'stopped':
    case 'stale':
      return DELIVERED.has(source) ? 'done' : 'queued';
    default:
      return target satisfies never;
  }
}

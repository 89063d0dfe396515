import { waitWords } from '#shared/run/select.ts';
import type { NodeView } from '../../state/run/node-view.svelte.ts';
import { listNames } from '../canvas/node-words.ts';
import { duration, money } from './format.ts';

/** The small line under a step's name: why it waits or failed, else time and cost, else what feeds it. */
export function phoneDetail(
  view: Pick<NodeView, 'status' | 'error' | 'durationMs' | 'costMicroUsd' | 'costOpen' | 'state'>,
  kind: string,
  sources: readonly string[],
): string {
  const after = sources.length > 0 ? `After ${listNames([...new Set(sources)])}` : kind;
  switch (view.status) {
    case 'failed':
    case 'skipped':
    case 'unbilled':
    case 'retrying':
      return view.error?.message ?? after;
    case 'cached': {
      const saved = view.state?.savedMicroUsd ?? 0;
      if (view.state?.source === 'parent') return 'As it came out before';
      return saved > 0 ? `saved ${money(saved)}` : 'From the cache';
    }
    case 'queued':
      return waitWords(view.state) ?? after;
    case 'idle':
    case 'stale':
    case 'waiting':
    case 'paused':
      return after;
    case 'running':
    case 'streaming':
    case 'done':
    case 'stopped':
      return figures(view) ?? after;
    default:
      return view.status satisfies never;
  }
}

function figures({
  durationMs,
  costMicroUsd,
  costOpen,
}: Pick<NodeView, 'durationMs' | 'costMicroUsd' | 'costOpen'>): string | null {
  if (durationMs === null) return null;
  const cost = costMicroUsd === null ? [] : [money(costMicroUsd, { open: costOpen })];
  return [duration(durationMs), ...cost].join(' · ');
}

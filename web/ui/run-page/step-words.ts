import { waitWords } from '#shared/run/select.ts';
import type { NodeView } from '../../state/run/node-view.svelte.ts';
import { OUTCOME_DONE } from '../../state/run/outcome-done.ts';
import { money, plural } from '../run/format.ts';
import { capital, whoWords } from '../run/who-words.ts';
import { NODE_STATUS } from '../status/node-status.ts';

type Looked = Pick<
  NodeView,
  'status' | 'state' | 'error' | 'warnings' | 'source' | 'costMicroUsd' | 'costOpen'
>;

/** Behind the step's kind: how it stands, where that is not plain from its mark; '' for steps that rest. */
export function stepState(view: Pick<Looked, 'status'>): string {
  switch (view.status) {
    case 'streaming':
      return 'writing now';
    case 'running':
      return 'at work';
    case 'queued':
      return 'not yet';
    case 'done':
    case 'cached':
    case 'idle':
      return '';
    default:
      return NODE_STATUS[view.status].word.toLowerCase();
  }
}

/** What is worth knowing of a step besides its figures; null for nothing. `ownId` = who sits here. */
export function stepNote(view: Looked, ownId: string | null): string | null {
  const { state, error, source } = view;
  if (state === null) return null;
  if (error !== null) return [error.message, triesWords(view, 2)].filter(Boolean).join(' ');
  if (source === 'cache') {
    const saved = state.savedMicroUsd ?? 0;
    return `Reused: same inputs, same settings${saved > 0 ? `. Saved ${money(saved)}` : ''}.`;
  }
  if (source === 'parent') return 'As it came out in the run before.';
  if (source === 'manual') return 'Its output was put in by hand.';
  if (source === 'passed') return 'Switched off: its input was passed on.';
  const parts = [
    answerWords(view, ownId),
    waitWords(state),
    triesWords(view),
    amendmentWords(view),
    ...view.warnings.slice(0, 1),
  ];
  const words = parts.filter(Boolean).join(' ');
  return words === '' ? null : words;
}

/** Who answered is not told to everybody. */
const NOBODY = { name: '' } as const;

/** Who answered last what the step asked: `Ada approved.` */
function answerWords({ state }: Looked, ownId: string | null): string {
  const last = state?.approvals.at(-1);
  if (last?.phase === 'expired') return 'Nobody answered in time.';
  if (last?.phase !== 'answered' || !last.answer) return '';
  return `${capital(whoWords(last.answer.by ?? NOBODY, ownId))} ${OUTCOME_DONE[last.answer.outcome]}.`;
}

/** '' for fewer than `from`: one failed try is what the error says already. */
function triesWords({ state }: Looked, from = 1): string {
  const failed = state?.calls.filter((call) => call.end !== null && call.end.outcome === 'error').length ?? 0;
  return failed < from ? '' : `${plural(failed, 'try', 'tries')} failed.`;
}

function amendmentWords({ state }: Looked): string {
  const amendment = state?.amendment ?? null;
  if (amendment === null) return '';
  if (amendment.model !== null) return `A person ran it again with ${amendment.model.model}.`;
  return amendment.guidance === null ? 'A person ran it again.' : 'A person ran it again with guidance.';
}

/** `$0.0031`, `$0` for what was reused, `—` for what calls nothing, '' before it began. */
export function stepCost(view: Looked): string {
  if (view.costMicroUsd !== null) return money(view.costMicroUsd, { open: view.costOpen });
  if (view.status === 'cached') return '$0';
  return view.state === null || view.state.startedAt === null ? '' : '—';
}

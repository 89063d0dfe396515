import type { Role } from '#shared/protocol/roles.ts';
import type { ApprovalAnswer, ApprovalRequest } from '#shared/run/approval.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { openApprovals, type OpenApproval } from '#shared/run/select-approval.ts';
import type { RunState } from '#shared/run/state.ts';
import type { Outcome } from '../../engine/api.ts';
import type { RunView } from '../run-view.svelte.ts';

interface Picture {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface DeskPorts {
  /** The runs that this page follows; the one that is shown first. */
  readonly views: () => readonly RunView[];
  readonly role: () => Role | null;
  readonly answer: (runId: string, approvalId: string, answer: ApprovalAnswer) => Promise<Outcome>;
  /** A long text of a run; null when its bytes are not to be had. */
  readonly text: (runId: string, hash: string) => Promise<string | null>;
  readonly picture: (runId: string, hash: string) => Promise<Picture | null>;
}

export interface DeskQuestion extends OpenApproval {
  readonly runId: string;
  /** Asked by the run that is shown. */
  readonly isShown: boolean;
}

const NOTHING: readonly DeskQuestion[] = [];

/** What runs ask people, for the screen: what waits now, what was said, and the answer that is being given. */
export class ApprovalDesk {
  readonly #ports: DeskPorts;
  readonly #kept = new Map<string, unknown>();
  /** The question that is being looked at; null = none. */
  reviewing = $state<string | null>(null);
  /** Of every run that is followed; of the one that is shown first. */
  readonly waiting: readonly DeskQuestion[] = $derived.by(() => {
    const all = this.#ports.views().flatMap((view, place) => waitingIn(view, place === 0));
    return all.length === 0 ? NOTHING : all;
  });

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  /** Relay time, ms; counts on while the run lives. */
  get now(): number {
    return this.#ports.views()[0]?.clock.now ?? 0;
  }

  /** A question in whatever state; null = no run that is followed has one of that id. */
  find = (approvalId: string): DeskQuestion | null => {
    for (const [place, view] of this.#ports.views().entries()) {
      const found = everAskedIn(view, place === 0).find(({ approval }) => approval.approvalId === approvalId);
      if (found) return found;
    }
    return null;
  };

  /** Everything that the shown run ever asked and that has an end, the newest end first. */
  get ended(): readonly DeskQuestion[] {
    const [shown] = this.#ports.views();
    if (shown === undefined) return NOTHING;
    return everAskedIn(shown, true)
      .filter(({ approval }) => approval.endedAt !== null)
      .sort((one, other) => (other.approval.endedAt ?? 0) - (one.approval.endedAt ?? 0));
  }

  /** The run that asks it, as far as it is known. */
  runOf = ({ runId }: DeskQuestion): RunState | null =>
    this.#ports.views().find((view) => view.runId === runId)?.newest ?? null;

  /** Why this person cannot answer; null = they can. */
  refusal = ({ answerers }: ApprovalRequest): string | null => {
    const role = this.#ports.role();
    if (role === 'owner' || role === 'editor') return null;
    if (role !== 'run-answerer') return 'Your link lets you watch, not answer.';
    return answerers === 'links' ? null : 'Only editors of the flow may answer this.';
  };

  review = (approvalId: string | null): void => {
    this.reviewing = approvalId;
  };

  /** Opens what a step of the shown run asks. */
  reviewNode = (nodeId: string): void => {
    const found = this.#atNode(nodeId);
    if (found) this.review(found.approval.approvalId);
  };

  /** Approves what a step of the shown run asks, as it is; where that is not taken, it is opened. */
  approveNode = async (nodeId: string): Promise<void> => {
    const found = this.#atNode(nodeId);
    if (found === undefined) return;
    const { approvalId } = found.approval;
    if (!(await this.answer(approvalId, { outcome: 'approve' })).ok) this.review(approvalId);
  };

  answer = async (approvalId: string, answer: ApprovalAnswer): Promise<Outcome> => {
    const found = this.find(approvalId);
    if (found === null) throw new Error('an answer to what nobody asked');
    const outcome = await this.#ports.answer(found.runId, approvalId, answer);
    if (outcome.ok) this.#kept.delete(approvalId);
    return outcome;
  };

  /** What to look at, whole; null when its bytes are not to be had. */
  subjectText = async ({ runId, approval }: DeskQuestion): Promise<string | null> => {
    const { text } = approval.request.subject;
    if (text === undefined) return '';
    return text.kind === 'inline' ? text.text : this.#ports.text(runId, text.hash);
  };

  picture = (runId: string, hash: string): Promise<Picture | null> => this.#ports.picture(runId, hash);

  /** Keeps what was begun while its dialog is closed. The same thing for the same question, until it is answered. */
  keep = <Draft>(approvalId: string, make: () => Draft): Draft => {
    if (!this.#kept.has(approvalId)) this.#kept.set(approvalId, make());
    return this.#kept.get(approvalId) as Draft;
  };

  #atNode(nodeId: string): DeskQuestion | undefined {
    const shownId = this.#ports.views()[0]?.shownId(nodeId);
    return this.waiting.find((each) => each.isShown && (each.nodeId === nodeId || each.nodeId === shownId));
  }
}

function waitingIn({ newest, runId }: RunView, isShown: boolean): readonly DeskQuestion[] {
  if (newest === null || runId === null || newest.askedNodes.length === 0) return NOTHING;
  return openApprovals(newest).map((question) => ({ ...question, runId, isShown }));
}

function everAskedIn({ newest, runId }: RunView, isShown: boolean): DeskQuestion[] {
  const plan = newest?.plan?.plan;
  if (newest === null || plan === undefined || runId === null) return [];
  return newest.askedNodes.flatMap((index) => {
    const { id = '', label = '' } = plan.nodes[index] ?? {};
    const approvals = chunkedGet(newest.nodes, index)?.approvals ?? [];
    return approvals.map((approval) => ({ nodeId: id, label, approval, runId, isShown }));
  });
}

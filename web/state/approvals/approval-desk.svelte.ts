import type { Role } from '#shared/protocol/roles.ts';
import type { ApprovalAnswer, ApprovalRequest } from '#shared/run/approval.ts';
import { openApprovals, type OpenApproval } from '#shared/run/select-approval.ts';
import type { ApprovalState, NodeState, RunState } from '#shared/run/state.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import type { Outcome } from '../../engine/api.ts';
import type { RunView } from '../run-view.svelte.ts';

export interface DeskPorts {
  /** The run that is shown. */
  readonly view: () => RunView;
  readonly role: () => Role | null;
  readonly answer: (runId: string, approvalId: string, answer: ApprovalAnswer) => Promise<Outcome>;
  /** A long text of the run; null when its bytes are not to be had. */
  readonly text: (runId: string, hash: string) => Promise<string | null>;
}

const NOTHING: readonly OpenApproval[] = [];

/** What a run asks people, for the screen: what waits now, what was said, and the answer that is being given. */
export class ApprovalDesk {
  readonly #ports: DeskPorts;
  readonly #kept = new Map<string, unknown>();
  /** The question that is being looked at; null = none. */
  reviewing = $state<string | null>(null);
  readonly waiting: readonly OpenApproval[] = $derived.by(() => {
    const run = this.#newest;
    return run === null || run.askedNodes.length === 0 ? NOTHING : openApprovals(run);
  });

  constructor(ports: DeskPorts) {
    this.#ports = ports;
  }

  get #newest(): RunState | null {
    return this.#ports.view().newest;
  }
  get runId(): string | null {
    return this.#ports.view().runId;
  }
  /** Relay time, ms; counts on while the run lives. */
  get now(): number {
    return this.#ports.view().clock.now;
  }

  /** A question of the run in whatever state; null = the run has none of that id. */
  find = (approvalId: string): OpenApproval | null =>
    this.#all().find(({ approval }) => approval.approvalId === approvalId) ?? null;

  /** Everything that was ever asked and has an end, the newest end first. */
  get ended(): readonly OpenApproval[] {
    return this.#all()
      .filter(({ approval }) => approval.endedAt !== null)
      .sort((one, other) => (other.approval.endedAt ?? 0) - (one.approval.endedAt ?? 0));
  }

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

  /** Opens what a step asks. */
  reviewNode = (nodeId: string): void => {
    const found = this.waiting.find((each) => each.nodeId === nodeId);
    if (found) this.review(found.approval.approvalId);
  };

  /** Approves what a step asks, as it is; where that is not taken, it is opened. */
  approveNode = async (nodeId: string): Promise<void> => {
    const found = this.waiting.find((each) => each.nodeId === nodeId);
    if (found === undefined) return;
    const { approvalId } = found.approval;
    if (!(await this.answer(approvalId, { outcome: 'approve' })).ok) this.review(approvalId);
  };

  answer = async (approvalId: string, answer: ApprovalAnswer): Promise<Outcome> => {
    const { runId } = this;
    if (runId === null) throw new Error('an answer without a run');
    const outcome = await this.#ports.answer(runId, approvalId, answer);
    if (outcome.ok) this.#kept.delete(approvalId);
    return outcome;
  };

  /** What to look at, whole; null when its bytes are not to be had. */
  subjectText = async ({ text }: ApprovalRequest['subject']): Promise<string | null> => {
    if (text === undefined) return '';
    if (text.kind === 'inline') return text.text;
    return this.runId === null ? null : this.#ports.text(this.runId, text.hash);
  };

  /** Keeps what was begun while its dialog is closed. The same thing for the same question, until it is answered. */
  keep = <Draft>(approvalId: string, make: () => Draft): Draft => {
    if (!this.#kept.has(approvalId)) this.#kept.set(approvalId, make());
    return this.#kept.get(approvalId) as Draft;
  };

  #all(): OpenApproval[] {
    const run = this.#newest;
    const plan = run?.plan?.plan;
    if (run === null || plan === undefined) return [];
    return run.askedNodes.flatMap((index) => {
      const planned = plan.nodes[index];
      const node: NodeState | undefined = chunkedGet(run.nodes, index);
      if (planned === undefined || node === undefined) return [];
      return node.approvals.map((approval: ApprovalState) => ({
        nodeId: planned.id,
        label: planned.label,
        approval,
      }));
    });
  }
}

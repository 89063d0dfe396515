import type { ApprovalOutcome } from '#shared/run/approval.ts';

/** What the room keeps of every question to people for as long as the run exists: it is answered once [AP1]. */
export interface ApprovalRecord {
  readonly approvalId: string;
  readonly nodeId: string;
  /** The entry that holds the question. */
  readonly seq: number;
  /** Relay time, ms, at which the default counts; null = never. */
  readonly deadlineAt: number | null;
  /** `withdrawn` = its node ended or was run again without an answer. */
  readonly phase: 'open' | 'answered' | 'expired' | 'withdrawn';
  /** Once it is answered or expired. */
  readonly outcome: ApprovalOutcome | null;
  /** Name of whoever answered. */
  readonly answeredBy: string | null;
}
